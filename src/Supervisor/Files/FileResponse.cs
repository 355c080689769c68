using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace HttpActors.Supervisor.Files;

/// <summary>One answer from one open file. Everything it says about the file it asks of the handle, never of the name again.</summary>
internal sealed class FileResponse(IncomingMessage request, ServerResponse response, TimeProvider clock)
{
    /// <summary>Answers and closes the handle.</summary>
    internal async ValueTask SendAsync(SafeFileHandle file, string contentType)
    {
        using (file)
        {
            var length = RandomAccess.GetLength(file);
            var changed = new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero);
            var tag = EntityTag.For(length, changed);
            var lastModified = Published(changed);
            var conditions = Conditions.Of(request.Headers);

            response.SetHeader("ETag", tag);
            response.SetHeader("Last-Modified", HttpDate.Format(lastModified));
            response.SetHeader("Cache-Control", "no-cache");
            response.SetHeader("Accept-Ranges", "bytes");
            var verdict = conditions.Judge(tag, lastModified);
            if (verdict is Verdict.Failed)
            {
                await Page.SendStatusAsync(response, 412, "The file is not in the state that the request expects.");
                return;
            }

            if (verdict is Verdict.NotModified)
            {
                response.StatusCode = 304;
                await response.EndAsync();
                return;
            }

            // RFC 9110 14.2 defines ranges for GET alone.
            var wanted = request.Method == "GET" && conditions.AllowRange(tag, lastModified) ? request.Headers.Get("Range") : null;
            await SendPartAsync(file, contentType, ByteRange.Parse(wanted, length), length);
        }
    }

    private async ValueTask SendPartAsync(SafeFileHandle file, string contentType, ByteRange range, long length)
    {
        if (range.Kind is RangeKind.Unsatisfiable)
        {
            response.SetHeader("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{length}"));
            await Page.SendStatusAsync(response, 416, "The file ends before the range that was asked for.");
            return;
        }

        if (range.Kind is RangeKind.Partial)
        {
            response.StatusCode = 206;
            response.SetHeader("Content-Range", string.Create(
                CultureInfo.InvariantCulture, $"bytes {range.Start}-{range.Start + range.Length - 1}/{length}"));
        }

        response.SetHeader("Content-Type", contentType);
        response.SetHeader("Content-Length", range.Length);
        response.SetHeader("X-Content-Type-Options", "nosniff");
        if (request.Method == "HEAD" || range.Length == 0)
            await response.EndAsync();
        else
            await SendBytesAsync(file, range.Start, range.Length);
    }

    private async ValueTask SendBytesAsync(SafeFileHandle file, long position, long remaining)
    {
        using var buffer = new PieceBuffer();
        try
        {
            while (true)
            {
                var piece = buffer.Next(remaining);
                // What is in memory already takes less time than the way to another thread and back; a disk that makes
                // us wait costs the loop its thread, not the other connections their turn.
                var read = RandomAccess.Read(file, piece.Span, position);
                if (read == 0)
                {
                    // The file was cut while it was sent. Its promised length can no longer be kept, and the only honest end is none.
                    response.Destroy(new IOException("The file became shorter while it was sent."));
                    return;
                }

                position += read;
                remaining -= read;
                if (remaining == 0)
                {
                    await response.EndAsync(piece[..read], request.Aborted);
                    return;
                }

                buffer.NoteWritten(read);
                var written = response.WriteAsync(piece[..read], request.Aborted);
                if (!written.IsCompleted)
                {
                    // The rest of the piece was copied; its memory is of use to others meanwhile.
                    buffer.GiveBackToWait(response.BufferedBytes);
                }

                await written;
            }
        }
        catch (Exception) when (request.Aborted.IsCancellationRequested)
        {
            // The client is gone, which is its right.
            response.Destroy();
        }
    }

    /// <summary>RFC 9110 8.8.2.1: a clock that runs ahead must not show; what was changed "tomorrow" was changed now.</summary>
    private DateTimeOffset Published(DateTimeOffset changed)
    {
        var now = clock.GetUtcNow();
        return HttpDate.ToSeconds(changed < now ? changed : now);
    }
}
