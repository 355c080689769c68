using HttpActors.Body;

namespace HttpActors;

/// <summary>What few incoming messages need: listeners, a body under way, trailers, a failure. Made on first use.</summary>
internal sealed class IncomingExtras : MessageExtras
{
    // Fields, for they are set once by compare-exchange.
    public CancellationTokenSource? Aborted;
    public Exception? Failure;
    public Exception? LastError;
    public FlowingBody? Flow;
    public PipedBody? Piped;

    public event Action<NetSocket>? TimedOut;

    public HttpHeaders? Trailers { get; set; }

    /// <summary>False when nobody listens.</summary>
    public bool RaiseTimedOut(NetSocket socket)
    {
        TimedOut?.Invoke(socket);
        return TimedOut is not null;
    }
}
