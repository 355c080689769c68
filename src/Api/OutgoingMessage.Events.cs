namespace HttpActors;

public abstract partial class OutgoingMessage
{
    private OutgoingExtras? _extras;
    private bool _isFinishTold;
    private bool _isCloseTold;

    /// <summary>Raised when <c>End</c> was accepted (the seed's <c>end</c>, Node's <c>prefinish</c>).</summary>
    public event Action? Ended
    {
        add => Extras.Ended += value;
        remove => Extras.Ended -= value;
    }

    /// <summary>Raised once, when all of the message was handed to the operating system. The peer need not have it yet. Who listens late is told too.</summary>
    public event Action? Finished
    {
        add
        {
            Extras.Completed += value;
            FollowIfEnded();
            if (Volatile.Read(ref _isFinishTold))
            {
                _exchange.CallLater(Extras.RaiseCompleted);
            }
        }

        remove => Extras.Completed -= value;
    }

    /// <summary>Raised when writing may go on after <c>Write</c> returned false.</summary>
    public event Action? Drained
    {
        add => Extras.Drained += value;
        remove => Extras.Drained -= value;
    }

    /// <summary>
    /// Raised once, last: after <see cref="Finished"/>, or without it when the connection died first.
    /// <see cref="IsFinished"/> tells which. Who listens late is told too.
    /// </summary>
    public event Action? Closed
    {
        add
        {
            Extras.Closed += value;
            FollowIfEnded();
            OnTerminalListener();
        }

        remove => Extras.Closed -= value;
    }

    /// <summary>Raised for an error while the message is open, such as a write after the end; before <see cref="Closed"/>.</summary>
    public event Action<Exception>? Errored
    {
        add
        {
            Extras.Errored += value;
            OnTerminalListener();
        }

        remove => Extras.Errored -= value;
    }

    /// <summary>
    /// Raised once when nothing moved on the connection for the inactivity time; armed again by the next octet. Whoever
    /// listens acts; where nobody does, the connection is destroyed.
    /// </summary>
    public event Action<NetSocket>? TimedOut
    {
        add => Extras.TimedOut += value;
        remove => Extras.TimedOut -= value;
    }

    /// <summary>
    /// Raised once when the message has its connection, which is made by then, before an octet is sent on it; later, but
    /// all the same, for who comes when it has one already, as on a server. Not where no connection could be made.
    /// </summary>
    public event Action<NetSocket>? SocketAssigned
    {
        add
        {
            // Added first: a connection that comes right now tells it, or is seen here; who was told is told no more.
            Extras.SocketAssigned += value;
            if (AssignedSocket is { } socket)
            {
                _exchange.CallLater(() => RaiseSocketAssigned(socket));
            }
        }

        remove => Extras.SocketAssigned -= value;
    }

    /// <summary>
    /// Completes when nothing more will happen to the message: successfully when all of it was sent and the exchange is
    /// over, else with the reason. Also for those who ask late.
    /// </summary>
    public Task Completion
    {
        get
        {
            var extras = Extras;
            if (extras.Completion is null)
            {
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Interlocked.CompareExchange(ref extras.Completion, source, null) is null)
                {
                    _exchange.WhenOver(error => Settle(source, error));
                }
            }

            return extras.Completion.Task;
        }
    }

    /// <summary>Somebody listens for an event that may have been raised already.</summary>
    private void OnTerminalListener()
    {
        if (Volatile.Read(ref _isCloseTold))
        {
            _exchange.CallLater(TellClosed);
        }
    }

    private protected bool HasErrorListeners => _extras is { ListensForErrors: true };

    /// <summary>Whether somebody waits for the end in another way than by events.</summary>
    private protected bool HasCompletion => _extras is { Completion: not null };

    /// <summary>Sets how long nothing may move on the connection while this message is under way, and listens for <see cref="TimedOut"/>.</summary>
    /// <param name="time">Zero or infinite: for ever.</param>
    /// <param name="callback">Called once for each silence; the connection is then the callback's to end. Null: nobody is added.</param>
    /// <returns>This message.</returns>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public OutgoingMessage SetTimeout(TimeSpan time, Action<NetSocket>? callback = null)
    {
        _exchange.SetTimeout(Ranges.TimeLimit(time, nameof(time)));
        if (callback is not null)
        {
            TimedOut += callback;
        }

        return this;
    }

    private protected bool RaiseTimedOut() => Socket is { } socket && _extras is { } extras && extras.RaiseTimedOut(socket);

    /// <summary>The connection, once it was made.</summary>
    private protected virtual NetSocket? AssignedSocket => Socket;

    private protected bool HasSocketListeners => _extras is { ListensForSocket: true };

    private protected void RaiseSocketAssigned(NetSocket socket) => _extras?.RaiseSocketAssigned(socket);

    private protected bool HasEndListeners => _extras is { FollowsEnd: true };

    private OutgoingExtras Extras
    {
        get
        {
            if (_extras is null)
            {
                Interlocked.CompareExchange(ref _extras, new OutgoingExtras(), null);
            }

            return _extras;
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
        if (_extras is { } extras)
        {
            Interlocked.Exchange(ref extras.Drain, null)?.TrySetResult();
            extras.RaiseDrained();
        }
    }

    private protected void RaiseFinished()
    {
        // Whole fence: a listener that comes right now is seen here, or sees this.
        Interlocked.Exchange(ref _isFinishTold, true);
        _extras?.RaiseCompleted();
    }

    /// <param name="error">Why the message is not whole; null: it is.</param>
    private protected void RaiseClosed(Exception? error)
    {
        if (error is not null)
        {
            NoteError(error);
            Volatile.Write(ref _destroyed, true);
            FaultDrain(error);
        }

        TellClosed();
    }

    /// <summary>The error that is told before the close; null: none.</summary>
    private protected virtual Exception? LastError => null;

    private void TellClosed()
    {
        Interlocked.Exchange(ref _isCloseTold, true);
        _extras?.Tell(Volatile.Read(ref _isFinishTold), LastError, closed: true);
    }

    private protected void FaultDrain(Exception error)
    {
        if (_extras is { } extras && Interlocked.Exchange(ref extras.Drain, null) is { } drain)
        {
            drain.TrySetException(error);

            // A writer that does not await any more is not an unobserved failure.
            _ = drain.Task.Exception;
        }
    }

    private TaskCompletionSource DrainSource()
    {
        var extras = Extras;
        var drain = Volatile.Read(ref extras.Drain);
        if (drain is not null)
        {
            return drain;
        }

        drain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref extras.Drain, drain, null) ?? drain;
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
                _extras?.RaiseErrored(error);
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
