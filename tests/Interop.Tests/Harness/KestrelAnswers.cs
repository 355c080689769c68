using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using HttpActors.Bench.Soak;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HttpActors.Interop.Harness;

/// <summary>What Kestrel answers; <c>Peers/node-server.mjs</c> and <c>Peers/nginx.conf</c> say the same.</summary>
internal static class KestrelAnswers
{
    public static Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        return request.Path.Value switch
        {
            "/text" => TextAsync(response, Peer.Text),
            "/seen" => SeenAsync(request, response),
            "/credentials" => TextAsync(response, $"{request.Headers.Authorization}|{request.Headers.Cookie}"),
            "/tagged" => TaggedAsync(request, response),
            "/nothing" => StatusAsync(response, 204),
            "/loop" => RedirectAsync(response, 302, "/loop"),
            "/away" => RedirectAsync(response, 307, request.Query["to"]!),
            ['/', 't', 'o', '/', .. var status] => RedirectAsync(response, int.Parse(status, CultureInfo.InvariantCulture), "/seen"),
            "/lines" => TextAsync(response, Peer.Lines),
            "/echo" => EchoAsync(request, response),
            "/refuse" => StatusAsync(response, 413),
            "/trailers" => TrailersAsync(request, response),
            "/socket" => EchoSocketAsync(context),
            "/download" => DownloadAsync(request, response),
            "/upload" => UploadAsync(request, response),
            _ => StatusAsync(response, 404),
        };
    }

    private static Task StatusAsync(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task RedirectAsync(HttpResponse response, int status, string location)
    {
        response.Headers.Location = location;
        return StatusAsync(response, status);
    }

    private static Task TextAsync(HttpResponse response, string text)
    {
        response.ContentType = "text/plain";
        response.ContentLength = text.Length;
        return response.WriteAsync(text);
    }

    private static async Task SeenAsync(HttpRequest request, HttpResponse response)
    {
        using var reader = new StreamReader(request.Body);
        var framing = $"{request.Headers.TransferEncoding}{request.ContentLength}";
        await TextAsync(response, $"{request.Method}|{request.ContentType}|{framing}|{await reader.ReadToEndAsync()}");
    }

    private static Task TaggedAsync(HttpRequest request, HttpResponse response)
    {
        response.Headers.ETag = "\"1\"";
        return request.Headers.IfNoneMatch == "\"1\"" ? StatusAsync(response, 304) : TextAsync(response, Peer.Text);
    }

    private static async Task EchoAsync(HttpRequest request, HttpResponse response)
    {
        response.ContentType = request.ContentType;
        await request.Body.CopyToAsync(response.Body);
    }

    private static async Task TrailersAsync(HttpRequest request, HttpResponse response)
    {
        using var reader = new StreamReader(request.Body);
        await reader.ReadToEndAsync();
        var trailers = request.SupportsTrailers() ? request.GetTrailer("Checksum").ToString() : "no trailers";
        await TextAsync(response, trailers);
    }

    private static async Task EchoSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, default) is { MessageType: not WebSocketMessageType.Close } got)
        {
            await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, default);
        }

        await socket.CloseAsync(socket.CloseStatus!.Value, socket.CloseStatusDescription, default);
    }

    private static async Task DownloadAsync(HttpRequest request, HttpResponse response)
    {
        var length = long.Parse(request.Query["length"]!, CultureInfo.InvariantCulture);
        response.ContentLength = length;
        for (long sent = 0; sent < length;)
        {
            var part = Pattern.Slice(sent, (int)Math.Min(Pattern.Period, length - sent));
            await response.Body.WriteAsync(part);
            sent += part.Length;
        }
    }

    private static async Task UploadAsync(HttpRequest request, HttpResponse response)
    {
        var (length, right, ended) = (0L, true, false);
        while (!ended)
        {
            var got = await request.BodyReader.ReadAsync();
            foreach (var part in got.Buffer)
            {
                right &= Pattern.Matches(length, part.Span);
                length += part.Length;
            }

            // The last one too: a reader that is left in the middle of a read costs the connection.
            request.BodyReader.AdvanceTo(got.Buffer.End);
            ended = got.IsCompleted;
        }

        await TextAsync(response, $"{length} {(right ? "right" : "wrong")}");
    }
}
