namespace HttpActors;

/// <summary>Who listens to an outgoing message; made when the first one comes.</summary>
internal sealed class OutgoingListeners
{
    public event Action? Ended;

    public event Action? Finished;

    public event Action? Drained;

    public event Action? Closed;

    public event Action<Exception>? Errored;

    public event Action<NetSocket>? TimedOut;

    public event Action<NetSocket>? SocketAssigned;

    public bool FollowsEnd => Finished is not null || Closed is not null;

    public void RaiseEnded() => Ended?.Invoke();

    public void RaiseFinished() => Finished?.Invoke();

    public void RaiseDrained() => Drained?.Invoke();

    public void RaiseClosed() => Closed?.Invoke();

    /// <summary>False when nobody listens.</summary>
    public bool RaiseTimedOut(NetSocket socket)
    {
        TimedOut?.Invoke(socket);
        return TimedOut is not null;
    }

    public void RaiseSocketAssigned(NetSocket socket) => SocketAssigned?.Invoke(socket);

    public void RaiseErrored(Exception error) => Errored?.Invoke(error);
}
