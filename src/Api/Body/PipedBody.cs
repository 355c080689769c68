using System.Buffers;
using System.IO.Pipelines;
using HttpActors.Actors.Server;

namespace HttpActors.Body;

/// <summary>A body that is pulled: what arrives is copied into a pipe, and a full pipe stops the reading of the socket.</summary>
internal sealed class PipedBody : IBodyReceiver
{
    private static readonly PipeOptions Options = new(
        pauseWriterThreshold: 64 * 1024,
        resumeWriterThreshold: 32 * 1024,
        readerScheduler: PipeScheduler.ThreadPool,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: true);

    private readonly IncomingMessage _message;
    private readonly Pipe _pipe = new(Options);
    private readonly PipedReader _reader;
    private bool _full;

    public PipedBody(IncomingMessage message)
    {
        _message = message;
        _reader = new PipedReader(_pipe.Reader);
    }

    public PipeReader Reader => _reader;

    public bool IsFull => Volatile.Read(ref _full);

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

        Volatile.Write(ref _full, true);
        _message.Exchange.SetFull(true);
        var awaiter = flush.ConfigureAwait(false).GetAwaiter();
        awaiter.UnsafeOnCompleted(() => Resume(awaiter.GetResult()));
    }

    public void OnEnd()
    {
        _pipe.Writer.Complete();
        _message.RaiseEnded();
    }

    public void OnFailed(Exception error)
    {
        _reader.Fail(error);
        _pipe.Writer.Complete();
    }

    private void OnFlushed(FlushResult result)
    {
        if (result.IsCompleted)
        {
            // The reader left before the end.
            _message.Exchange.Abandon();
        }
    }

    private void Resume(FlushResult result)
    {
        Volatile.Write(ref _full, false);
        if (result.IsCompleted)
        {
            OnFlushed(result);
        }
        else
        {
            _message.Exchange.SetFull(false);
        }
    }
}
