namespace HttpActors;

public abstract partial class OutgoingMessage
{
    private OutgoingListeners? _listeners;
    private TaskCompletionSource? _drain;
    private TaskCompletionSource? _completion;

    /// <summary>Raised when <c>End</c> was accepted (the seed's <c>end</c>, Node's <c>prefinish</c>).</summary>
    public event Action? Ended
    {
        add => Listeners.Ended += value;
        remove => Listeners.Ended -= value;
    }

    /// <summary>Raised once, when all of the message was handed to the operating system. The peer need not have it yet.</summary>
    public event Action? Finished
    {
        add
        {
            Listeners.Finished += value;
            FollowIfEnded();
        }

        remove => Listeners.Finished -= value;
    }

    /// <summary>Raised when writing may go on after <c>Write</c> returned false.</summary>
    public event Action? Drained
    {
        add => Listeners.Drained += value;
        remove => Listeners.Drained -= value;
    }

    /// <summary>Raised once, last: after <see cref="Finished"/>, or without it when the connection died first. <see cref="IsFinished"/> tells which.</summary>
    public event Action? Closed
    {
        add
        {
            Listeners.Closed += value;
            FollowIfEnded();
        }

        remove => Listeners.Closed -= value;
    }

    /// <summary>Raised for an error while the message is open, such as a write after the end; before <see cref="Closed"/>.</summary>
    public event Action<Exception>? Errored
    {
        add => Listeners.Errored += value;
        remove => Listeners.Errored -= value;
    }

    /// <summary>
    /// Raised once when nothing moved on the connection for the inactivity time; armed again by the next octet. Whoever
    /// listens acts; where nobody does, the connection is destroyed.
    /// </summary>
    public event Action<NetSocket>? TimedOut
    {
        add => Listeners.TimedOut += value;
        remove => Listeners.TimedOut -= value;
    }

    /// <summary>
    /// Raised when the message has its connection, after the call that returned the message; at once later for who
    /// comes when it has one already, as on a server.
    /// </summary>
    public event Action<NetSocket>? SocketAssigned
    {
        add
        {
            if (Socket is { } socket && value is { } listener)
            {
                _exchange.CallLater(() => listener(socket));
            }
            else
            {
                Listeners.SocketAssigned += value;
            }
        }

        remove => Listeners.SocketAssigned -= value;
    }

    /// <summary>
    /// Completes when nothing more will happen to the message: successfully when all of it was sent and the exchange is
    /// over, else with the reason. Also for those who ask late.
    /// </summary>
    public Task Completion
    {
        get
        {
            if (_completion is null)
            {
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Interlocked.CompareExchange(ref _completion, source, null) is null)
                {
                    _exchange.WhenOver(error => Settle(source, error));
                }
            }

            return _completion.Task;
        }
    }

    /// <summary>Sets how long nothing may move on the connection while this message is under way, and listens for <see cref="TimedOut"/>.</summary>
    /// <param name="time">Zero or infinite: for ever.</param>
    /// <param name="callback">Called once for each silence; the connection is then the callback's to end. Null: nobody is added.</param>
    /// <returns>This message.</returns>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public OutgoingMessage SetTimeout(TimeSpan time, Action<NetSocket>? callback = null)
    {
        _exchange.SetTimeout(HttpServerOptions.CheckTime(time, nameof(time)));
        if (callback is not null)
        {
            TimedOut += callback;
        }

        return this;
    }

    private protected bool RaiseTimedOut() => Socket is { } socket && _listeners is { } listeners && listeners.RaiseTimedOut(socket);

    private protected void RaiseSocketAssigned(NetSocket socket) => _listeners?.RaiseSocketAssigned(socket);

    private protected bool HasEndListeners => _listeners is { FollowsEnd: true };

    private OutgoingListeners Listeners
    {
        get
        {
            if (_listeners is null)
            {
                Interlocked.CompareExchange(ref _listeners, new OutgoingListeners(), null);
            }

            return _listeners;
        }
    }

    private void FollowIfEnded()
    {
        if (IsEnded)
        {
            _exchange.FollowLate();
        }
    }

    private protected void RaiseDrained()
    {
        Interlocked.Exchange(ref _drain, null)?.TrySetResult();
        _listeners?.RaiseDrained();
    }

    private protected void RaiseFinished() => _listeners?.RaiseFinished();

    private protected void RaiseClosed(Exception? error)
    {
        if (error is not null)
        {
            _error ??= error;
            Volatile.Write(ref _destroyed, true);
            FaultDrain(error);
        }

        _listeners?.RaiseClosed();
    }

    private protected void FaultDrain(Exception error)
    {
        if (Interlocked.Exchange(ref _drain, null) is { } drain)
        {
            drain.TrySetException(error);

            // A writer that does not await any more is not an unobserved failure.
            _ = drain.Task.Exception;
        }
    }

    private TaskCompletionSource DrainSource()
    {
        var drain = Volatile.Read(ref _drain);
        if (drain is not null)
        {
            return drain;
        }

        drain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _drain, drain, null) ?? drain;
    }

    /// <summary>After the end: the callback and, while the message is open, <see cref="Errored"/>; never inside the call.</summary>
    private void RejectWrite(Action<Exception?>? callback)
    {
        var destroyed = IsDestroyed;
        var error = destroyed ? Gone() : WriteAfterEnd();
        _exchange.CallLater(() =>
        {
            callback?.Invoke(error);
            if (!destroyed && !IsFinished)
            {
                _listeners?.RaiseErrored(error);
            }
        });
    }

    private void RejectEnd(bool withData, Action<Exception?>? callback)
    {
        if (withData)
        {
            RejectWrite(callback);
        }
        else if (callback is not null)
        {
            var late = IsFinished
                ? new HttpStateException("ERR_STREAM_ALREADY_FINISHED", "Cannot end: the message was finished already.")
                : null;
            _exchange.WhenOver(error => callback(late ?? error));
        }
    }
}
