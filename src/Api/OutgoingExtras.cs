using System.IO.Pipelines;

namespace HttpActors;

/// <summary>What few outgoing messages need: listeners, waiters, trailers, an error. Made on first use.</summary>
internal sealed class OutgoingExtras : MessageExtras
{
    // Fields, for they are set once by compare-exchange.
    public TaskCompletionSource? Drain;
    public TaskCompletionSource? Completion;

    public event Action? Ended;

    public event Action? Drained;

    public event Action<NetSocket>? TimedOut;

    public event Action<NetSocket>? SocketAssigned;

    public Exception? Error { get; set; }

    public HttpHeaders? Trailers { get; set; }

    public Body.Cork? Cork { get; set; }

    public PipeWriter? BodyWriter { get; set; }

    public bool FollowsEnd => ListensForCompletion || ListensForClose;

    public void RaiseEnded() => Ended?.Invoke();

    public void RaiseDrained() => Drained?.Invoke();

    public bool ListensForSocket => SocketAssigned is not null;

    /// <summary>False when nobody listens.</summary>
    public bool RaiseTimedOut(NetSocket socket)
    {
        TimedOut?.Invoke(socket);
        return TimedOut is not null;
    }

    public void RaiseSocketAssigned(NetSocket socket) => Interlocked.Exchange(ref SocketAssigned, null)?.Invoke(socket);
}
