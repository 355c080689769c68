using System.Buffers;
using System.IO.Pipelines;

namespace HttpActors.Actors.Connections;

/// <summary>The writing end of a raw connection: what is flushed is sent, and a flush waits while the peer does not keep up.</summary>
internal sealed class RawWriter(RawDuplex raw) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _staged = new();
    private TaskCompletionSource? _flush;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _staged.WrittenCount;

    public override void Advance(int bytes) => _staged.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _staged.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _staged.GetSpan(sizeHint);

    public override void CancelPendingFlush() => Volatile.Read(ref _flush)?.TrySetCanceled();

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (raw.IsClosed)
        {
            return new(new FlushResult(isCanceled: false, isCompleted: true));
        }

        if (_staged.WrittenCount == 0)
        {
            return new(default(FlushResult));
        }

        var flush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _flush, flush);
        var goesOn = raw.Write(_staged.WrittenSpan, error => Settle(flush, error));
        _staged.ResetWrittenCount();
        return goesOn ? new(default(FlushResult)) : WaitAsync(flush.Task, cancellationToken);
    }

    public override void Complete(Exception? exception = null)
    {
        if (!raw.IsClosed && _staged.WrittenCount > 0)
        {
            raw.Write(_staged.WrittenSpan, null);
            _staged.ResetWrittenCount();
        }

        raw.End();
    }

    private static void Settle(TaskCompletionSource flush, Exception? error)
    {
        if (error is null)
        {
            flush.TrySetResult();
        }
        else
        {
            flush.TrySetException(error);
            _ = flush.Task.Exception;
        }
    }

    private static async ValueTask<FlushResult> WaitAsync(Task flushed, CancellationToken cancellationToken)
    {
        try
        {
            await flushed.WaitAsync(cancellationToken).ConfigureAwait(false);
            return default;
        }
        catch (TaskCanceledException) when (flushed.IsCanceled)
        {
            return new FlushResult(isCanceled: true, isCompleted: false);
        }
        catch (HttpException)
        {
            return new FlushResult(isCanceled: false, isCompleted: true);
        }
    }
}
