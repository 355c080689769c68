using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HttpActors.Bench.Load.Kestrel;

/// <summary>The echo of <c>httpactors echo</c>: one JSON object with what was received.</summary>
internal static class JsonEcho
{
    public static async Task Handle(HttpContext context)
    {
        var body = await ReadBody(context.Request);
        var json = Write(context.Request, body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.WrittenCount;
        await context.Response.Body.WriteAsync(json.WrittenMemory);
    }

    private static async Task<byte[]> ReadBody(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ArrayBufferWriter<byte> Write(HttpRequest request, byte[] body)
    {
        var json = new ArrayBufferWriter<byte>(body.Length + 512);
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteString("method", request.Method);
        writer.WriteString("url", request.Path + request.QueryString.Value);
        writer.WriteString("httpVersion", request.Protocol["HTTP/".Length..]);
        writer.WriteStartObject("headers");
        foreach (var header in request.Headers)
            writer.WriteString(header.Key.ToLowerInvariant(), string.Join(", ", header.Value.ToArray()));
        writer.WriteEndObject();
        writer.WriteString("body", Encoding.UTF8.GetString(body));
        writer.WriteNumber("bodyLength", body.Length);
        writer.WriteStartObject("trailers");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return json;
    }
}
