using System.Buffers;
using System.IO.Pipelines;
using HttpActors.Actors.Server;

namespace HttpActors.Body;

/// <summary>A body that is pulled: what arrives is copied into a pipe, and a full pipe stops the reading of the socket.</summary>
internal sealed class PipedBody(IncomingMessage message) : IBodyReceiver
{
    private static readonly PipeOptions Options = new(
        pauseWriterThreshold: 64 * 1024,
        resumeWriterThreshold: 32 * 1024,
        readerScheduler: PipeScheduler.ThreadPool,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: true);

    private readonly Pipe _pipe = new(Options);

    public PipeReader Reader => _pipe.Reader;

    public void OnData(ReadOnlySequence<byte> data)
    {
        foreach (var segment in data)
        {
            _pipe.Writer.Write(segment.Span);
        }

        var flush = _pipe.Writer.FlushAsync();
        if (flush.IsCompleted)
        {
            OnFlushed(flush.GetAwaiter().GetResult());
            return;
        }

        message.Exchange.SetFull(true);
        var awaiter = flush.ConfigureAwait(false).GetAwaiter();
        awaiter.UnsafeOnCompleted(() => Resume(awaiter.GetResult()));
    }

    public void OnEnd()
    {
        _pipe.Writer.Complete();
        message.RaiseEnded();
    }

    public void OnFailed(Exception error) => _pipe.Writer.Complete(error);

    private void OnFlushed(FlushResult result)
    {
        if (result.IsCompleted)
        {
            // The reader left before the end.
            message.Exchange.Abandon();
        }
    }

    private void Resume(FlushResult result)
    {
        if (result.IsCompleted)
        {
            OnFlushed(result);
        }
        else
        {
            message.Exchange.SetFull(false);
        }
    }
}
