using System.Globalization;

namespace HttpActors.Supervisor.Echo;

/// <summary>
/// Answers a request with a JSON object that describes it. The body is kept whole before a byte is answered: the head of
/// the answer depends on its size, and a client that sends all before it reads must not be able to lock both up.
/// </summary>
internal static class EchoService
{
    /// <summary>The most that one request can make the server keep.</summary>
    internal const int MostBody = 64 * 1024 * 1024;

    /// <summary>Up to here an answer is built in one piece, with a Content-Length.</summary>
    private const int LargestWholeAnswer = 64 * 1024;

    internal static async Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        switch (PathOf(request.Url))
        {
            case "/empty":
                await response.EndAsync();
                return;
            case "/nocontent":
                response.StatusCode = 204;
                await response.EndAsync();
                return;
            case "/notmodified":
                response.StatusCode = 304;
                await response.EndAsync();
                return;
        }

        if (await ReadBodyAsync(request) is { } body)
            await SendAsync(request, response, body);
        else
            await RefuseAsync(response);
    }

    /// <summary>The whole body in the pieces it came in, or null where it is too large.</summary>
    private static async Task<List<ReadOnlyMemory<byte>>?> ReadBodyAsync(IncomingMessage request)
    {
        var announced = Announced(request);
        if (announced > MostBody)
            return null;
        if (announced is > 0 and <= LargestWholeAnswer)
            return [await request.ReadAllAsync()];

        var pieces = new List<ReadOnlyMemory<byte>>();
        var length = 0L;
        await foreach (var piece in request.ReadChunksAsync())
        {
            length += piece.Length;
            if (length > MostBody)
                return null;
            pieces.Add(piece);
        }

        return pieces;
    }

    private static ReadOnlySpan<char> PathOf(string url) =>
        url.IndexOf('?') is >= 0 and var end ? url.AsSpan(0, end) : url;

    private static long Announced(IncomingMessage request) =>
        long.TryParse(request.Headers.Get("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;

    private static async Task SendAsync(IncomingMessage request, ServerResponse response, List<ReadOnlyMemory<byte>> body)
    {
        response.SetHeader("Content-Type", "application/json");
        using var writer = EchoWriter.Rent();
        writer.WriteHead(request);
        var length = 0L;
        foreach (var piece in body)
        {
            length += piece.Length;
            for (var offset = 0; offset < piece.Length; offset += LargestWholeAnswer)
            {
                writer.WriteBody(piece.Span.Slice(offset, Math.Min(LargestWholeAnswer, piece.Length - offset)));
                if (writer.Written.Length <= LargestWholeAnswer)
                    continue;
                await response.WriteAsync(writer.Written);
                writer.Taken();
            }
        }

        writer.WriteTail(request, length);

        // Nothing is left to do for which the last octet would have to be waited for.
        response.End(writer.Written);
    }

    private static ValueTask RefuseAsync(ServerResponse response)
    {
        response.StatusCode = 413;
        response.SetHeader("Content-Type", "text/plain");

        // Reading on just to keep the connection would be the cost that the limit is there to avoid.
        response.SetHeader("Connection", "close");
        return response.EndAsync("The body is larger than 64 MiB.\n"u8.ToArray());
    }
}
