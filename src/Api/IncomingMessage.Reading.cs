using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using HttpActors.Body;

namespace HttpActors;

/// <content>More ways to take <see cref="Body"/>; the first use of one claims it, and they share it.</content>
public partial class IncomingMessage
{
    /// <summary>The next piece of the body, owned by the receiver; empty at its end.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The piece.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    /// <exception cref="HttpException">The message broke.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reader = Body;
        ReadResult read;
        do
        {
            read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        while (read.Buffer.IsEmpty && !read.IsCompleted);

        var piece = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        return piece;
    }

    /// <summary>The body as a read-only stream.</summary>
    /// <returns>The stream.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    public Stream AsStream() => Body.AsStream();

    /// <summary>The body as text that is read as it comes.</summary>
    /// <param name="encoding">Null: the charset of the Content-Type, UTF-8 where none is named.</param>
    /// <returns>The reader; use its asynchronous methods.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    public TextReader AsTextReader(Encoding? encoding = null) =>
        new StreamReader(AsStream(), encoding ?? Charset.Of(Headers.Get("content-type")));

    /// <summary>Copies the body into a message that is being sent, at its speed (Node's <c>pipe</c>), and ends that.</summary>
    /// <param name="destination">The message.</param>
    /// <param name="cancellationToken">Ends the copying; the destination is then not ended.</param>
    /// <returns>Completes when all was handed to the operating system.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    /// <exception cref="HttpException">One of the messages broke.</exception>
    public async Task CopyToAsync(OutgoingMessage destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await foreach (var piece in ReadChunksAsync(cancellationToken).ConfigureAwait(false))
        {
            await destination.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }

        await destination.EndAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
