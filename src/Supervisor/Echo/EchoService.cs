using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;

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

    private const int KeptSegment = 16 * 1024;

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

        if (Announced(request) is > 0 and <= LargestWholeAnswer)
            await SendAsync(request, response, new ReadOnlySequence<byte>(await request.ReadAllAsync()));
        else
            await KeepAndSendAsync(request, response);
    }

    /// <summary>
    /// The pieces are as small as the client likes, and one that is kept costs more than its octets: a pipe puts them
    /// together.
    /// </summary>
    private static async Task KeepAndSendAsync(IncomingMessage request, ServerResponse response)
    {
        var kept = new Pipe(new PipeOptions(minimumSegmentSize: KeptSegment, pauseWriterThreshold: 0));
        try
        {
            if (await TryKeepAsync(request, kept.Writer))
                await SendAsync(request, response, (await kept.Reader.ReadAsync()).Buffer);
            else
                await RefuseAsync(response);
        }
        finally
        {
            await kept.Writer.CompleteAsync();
            await kept.Reader.CompleteAsync();
        }
    }

    /// <summary>False: the body is too large.</summary>
    private static async Task<bool> TryKeepAsync(IncomingMessage request, PipeWriter kept)
    {
        if (Announced(request) > MostBody)
            return false;
        var length = 0L;
        await foreach (var piece in request.ReadChunksAsync())
        {
            length += piece.Length;
            if (length > MostBody)
                return false;
            kept.Write(piece.Span);
        }

        await kept.CompleteAsync();
        return true;
    }

    private static ReadOnlySpan<char> PathOf(string url) =>
        url.IndexOf('?') is >= 0 and var end ? url.AsSpan(0, end) : url;

    private static long Announced(IncomingMessage request) =>
        long.TryParse(request.Headers.Get("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;

    private static async Task SendAsync(IncomingMessage request, ServerResponse response, ReadOnlySequence<byte> body)
    {
        response.SetHeader("Content-Type", "application/json");
        using var writer = EchoWriter.Rent();
        writer.WriteHead(request);
        foreach (var piece in body)
        {
            for (var offset = 0; offset < piece.Length; offset += LargestWholeAnswer)
            {
                writer.WriteBody(piece.Span.Slice(offset, Math.Min(LargestWholeAnswer, piece.Length - offset)));
                if (writer.Written.Length <= LargestWholeAnswer)
                    continue;
                await response.WriteAsync(writer.Written);
                writer.Taken();
            }
        }

        writer.WriteTail(request, body.Length);

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
