using HttpActors.Body;

namespace HttpActors;

/// <summary>What few incoming messages need: listeners, a body under way, trailers, a failure. Made on first use.</summary>
internal sealed class IncomingExtras
{
    // Fields, for they are set once by compare-exchange.
    public CancellationTokenSource? Aborted;
    public Exception? Failure;
    public FlowingBody? Flow;
    public PipedBody? Piped;

    public event Action? Ended;

    public event Action? Closed;

    public event Action<Exception>? Errored;

    public event Action<NetSocket>? TimedOut;

    public HttpHeaders? Trailers { get; set; }

    public bool FollowsClose => Closed is not null;

    /// <summary>False when nobody listens.</summary>
    public bool RaiseTimedOut(NetSocket socket)
    {
        TimedOut?.Invoke(socket);
        return TimedOut is not null;
    }

    public void RaiseEnded() => Ended?.Invoke();

    public void RaiseClosed() => Closed?.Invoke();

    public void RaiseErrored(Exception error) => Errored?.Invoke(error);
}
