using System.IO.Pipelines;

namespace HttpActors.Actors.Transport;

/// <summary>Any <see cref="IDuplexPipe"/> as a connection: injected by a user, or one end of a <see cref="MemoryTransport"/>.</summary>
internal class DuplexPipeTransport(IDuplexPipe pipe) : ConnectionTransport
{
    private static readonly IOException Aborted = new("The connection was aborted.");
    private Exception? _reason;
    private int _released;

    public override PipeReader Input => pipe.Input;

    public override PipeWriter Output => pipe.Output;

    /// <summary>Null: a pipe reports its failure by throwing it from the read.</summary>
    public override Exception? Failure => null;

    public override void ShutdownOutput() => pipe.Output.Complete();

    public override void Abort() => Release(Aborted);

    public override void Close() => Release(null);

    /// <summary>Completing a reader recycles the segments it has handed out.</summary>
    public override void ReleaseBuffers() => pipe.Input.Complete(_reason);

    private void Release(Exception? reason)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            // Completing one's own side does not end a call that is pending there.
            _reason = reason;
            pipe.Output.CancelPendingFlush();
            pipe.Input.CancelPendingRead();
            pipe.Output.Complete(reason);
        }
    }
}
