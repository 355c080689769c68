using System.Globalization;

namespace HttpActors.Bench.Soak.Server;

/// <summary>What the server under soak answers. The path says what: /NAME/OFFSET/LENGTH/PIECE.</summary>
internal static class SoakRoutes
{
    public static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(50);
    private const int SmallBody = 4096;

    public static Task Handle(IncomingMessage request, ServerResponse response)
    {
        var parts = request.Url.Split('/');
        return parts[1] switch
        {
            "bytes" => SendAsync(response, Number(parts, 2), Number(parts, 3)),
            "chunked" => SendChunkedAsync(response, Number(parts, 2), Number(parts, 3), (int)Number(parts, 4)),
            "echo" => EchoAsync(request, response),
            "stream" => StreamAsync(request, response),
            "check" => CheckAsync(request, response, Number(parts, 2), Number(parts, 3)),
            "block" => Block(response, Number(parts, 2)),
            "empty" => SendNothing(response),
            "pause" => Hold(request, response),
            "hold" => Hold(null, response),
            "throw" => throw new InvalidOperationException("on purpose"),
            _ => Refuse(response),
        };
    }

    private static long Number(string[] parts, int at) => long.Parse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture);

    private static Task SendAsync(ServerResponse response, long offset, long length)
    {
        if (length > SmallBody)
            return SendPiecesAsync(response, offset, length);
        response.End(Pattern.Slice(offset, (int)length));
        return Task.CompletedTask;
    }

    private static async Task SendPiecesAsync(ServerResponse response, long offset, long length)
    {
        response.SetHeader("Content-Length", length);
        await WriteAsync(response, offset, length, Pattern.Period);
    }

    private static async Task SendChunkedAsync(ServerResponse response, long offset, long length, int piece) =>
        await WriteAsync(response, offset, length, Math.Clamp(piece, 1, Pattern.Period));

    private static async Task WriteAsync(ServerResponse response, long offset, long length, int most)
    {
        for (var sent = 0L; sent < length;)
        {
            var piece = (int)Math.Min(most, length - sent);
            await response.WriteAsync(Pattern.Slice(offset + sent, piece));
            sent += piece;
        }

        await response.EndAsync();
    }

    private static async Task EchoAsync(IncomingMessage request, ServerResponse response) =>
        await response.EndAsync(await request.ReadAllAsync());

    private static async Task StreamAsync(IncomingMessage request, ServerResponse response)
    {
        await foreach (var piece in request.ReadChunksAsync())
            await response.WriteAsync(piece);
        await response.EndAsync();
    }

    private static async Task CheckAsync(IncomingMessage request, ServerResponse response, long offset, long length)
    {
        var got = 0L;
        var same = true;
        await foreach (var piece in request.ReadChunksAsync())
        {
            same &= Pattern.Matches(offset + got, piece.Span);
            got += piece.Length;
        }

        response.StatusCode = same && got == length ? 200 : 422;
        await response.EndAsync(Pattern.Slice(offset, 1));
    }

    private static Task Block(ServerResponse response, long offset)
    {
        Thread.Sleep(BlockTime);
        response.End(Pattern.Slice(offset, 1));
        return Task.CompletedTask;
    }

    private static Task SendNothing(ServerResponse response)
    {
        response.StatusCode = 204;
        response.End();
        return Task.CompletedTask;
    }

    /// <summary>Begins an answer that never goes on.</summary>
    private static Task Hold(IncomingMessage? paused, ServerResponse response)
    {
        paused?.Pause();
        response.FlushHeaders();
        return Task.CompletedTask;
    }

    private static Task Refuse(ServerResponse response)
    {
        response.StatusCode = 404;
        response.End();
        return Task.CompletedTask;
    }
}
