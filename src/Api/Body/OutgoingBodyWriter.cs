using System.Buffers;
using System.IO.Pipelines;

namespace HttpActors.Body;

/// <summary>An outgoing body as a <see cref="PipeWriter"/>: what is flushed is written, with the message's back-pressure.</summary>
internal sealed class OutgoingBodyWriter(OutgoingMessage message) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _staged = new();
    private bool _cancelled;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _staged.WrittenCount;

    public override void Advance(int bytes) => _staged.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _staged.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _staged.GetSpan(sizeHint);

    public override void CancelPendingFlush() => _cancelled = true;

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_staged.WrittenCount > 0)
        {
            var write = message.WriteAsync(_staged.WrittenMemory, cancellationToken);
            _staged.ResetWrittenCount();
            await write.ConfigureAwait(false);
        }
        else
        {
            message.FlushHeaders();
        }

        var cancelled = _cancelled;
        _cancelled = false;
        return new FlushResult(cancelled, message.IsDestroyed);
    }

    public override void Complete(Exception? exception = null)
    {
        if (message.IsEnded)
        {
            return;
        }

        if (exception is not null)
        {
            message.Destroy(exception);
            return;
        }

        message.End(_staged.WrittenMemory);
        _staged.ResetWrittenCount();
    }
}
