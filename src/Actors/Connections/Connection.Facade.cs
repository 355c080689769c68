using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Connections;

/// <summary>What the facade hangs on a connection: its object, and who is told the end.</summary>
internal abstract partial class Connection
{
    private Action<CloseReason>? _ended;
    private object? _facade;
    private bool _endTold;

    /// <summary>The facade's object for this connection; null while nobody asked for it. Any thread.</summary>
    public object? Facade => Volatile.Read(ref _facade);

    /// <summary>Whether its transport is still being made. Any thread.</summary>
    public bool IsPending => Volatile.Read(ref _transport) is PendingTransport;

    /// <summary>The facade's object for this connection, made when it is first asked for. Any thread.</summary>
    public object FacadeOr(Func<Connection, object> make)
    {
        lock (_queue)
        {
            return _facade ??= make(this);
        }
    }

    /// <summary>Tells <paramref name="callback"/> once, when everything is released; at once where it is already. Any thread.</summary>
    public void WhenEnded(Action<CloseReason> callback)
    {
        lock (_queue)
        {
            if (!_endTold)
            {
                _ended += callback;
                return;
            }
        }

        callback(Reason);
    }

    /// <summary>Whatever one throws, the others are told.</summary>
    private void TellEnd()
    {
        Delegate[] told;
        lock (_queue)
        {
            _endTold = true;
            told = _ended?.GetInvocationList() ?? [];
        }

        foreach (var callback in told)
        {
            try
            {
                using (EnterUserCode())
                {
                    ((Action<CloseReason>)callback)(Reason);
                }
            }
            catch (Exception error)
            {
                Log.Write(ServerEvent.EndListenerFailed, error, Id);
            }
        }
    }
}
