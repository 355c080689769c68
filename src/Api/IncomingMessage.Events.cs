using HttpActors.Actors;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors;

/// <content>What can be followed.</content>
public partial class IncomingMessage
{
    private IncomingExtras? _extras;
    private bool _isEnded;
    private bool _isClosed;

    /// <summary>
    /// Raised for every piece of the body, which then belongs to the listener. The first listener claims the body and
    /// starts it; pieces come from the first turn after that.
    /// </summary>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    public event Action<ReadOnlyMemory<byte>> DataReceived
    {
        add => StartFlow(flow => flow.Data.Add(value));

        remove => _extras?.Flow?.Data.Remove(value);
    }

    /// <summary>Raised once, when the body was taken completely. Not after an abort. Who listens late is told too.</summary>
    public event Action? Ended
    {
        add
        {
            Extras.Completed += value;
            TellLate(Volatile.Read(ref _isEnded));
        }

        remove => Extras.Completed -= value;
    }

    /// <summary>
    /// Raised once when the message can never be complete: <c>ECONNRESET</c>, a timeout, a broken chunk. Who listens late
    /// is told too.
    /// </summary>
    public event Action<Exception>? Errored
    {
        add
        {
            Extras.Errored += value;
            TellLate(Volatile.Read(ref Extras.LastError) is not null);
        }

        remove => Extras.Errored -= value;
    }

    /// <summary>Raised once, last: when the exchange is over. Who listens late is told too.</summary>
    public event Action? Closed
    {
        add
        {
            Extras.Closed += value;
            TellLate(Volatile.Read(ref _isClosed));
            if (_exchange is ServerExchange { ResponseEnded: true } exchange)
            {
                // Nobody may have asked to be told when the response is sent.
                exchange.FollowLate();
            }
        }

        remove => Extras.Closed -= value;
    }

    /// <summary>
    /// Raised once when nothing moved on the connection for the inactivity time while this message was incomplete; armed
    /// again by the next octet. Whoever listens acts; where nobody does, the connection is destroyed.
    /// </summary>
    public event Action<NetSocket>? TimedOut
    {
        add => Extras.TimedOut += value;
        remove => Extras.TimedOut -= value;
    }

    /// <summary>Sets how long nothing may move on the connection during this exchange, and listens for <see cref="TimedOut"/>.</summary>
    /// <param name="time">Zero or infinite: for ever.</param>
    /// <param name="callback">Called once for each silence; the connection is then the callback's to end. Null: nobody is added.</param>
    /// <returns>This message.</returns>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public IncomingMessage SetTimeout(TimeSpan time, Action<NetSocket>? callback = null)
    {
        _exchange.SetTimeout(Ranges.TimeLimit(time, nameof(time)));
        if (callback is not null)
        {
            TimedOut += callback;
        }

        return this;
    }

    /// <summary>Cancelled when the connection dies during the exchange; never after a normal end.</summary>
    public CancellationToken Aborted
    {
        get
        {
            var extras = Extras;
            if (extras.Aborted is null)
            {
                Interlocked.CompareExchange(ref extras.Aborted, new CancellationTokenSource(), null);
                if (Volatile.Read(ref extras.Failure) is not null)
                {
                    extras.Aborted.Cancel();
                }
            }

            return extras.Aborted.Token;
        }
    }

    internal bool FollowsClose => _extras is { ListensForClose: true };

    private IncomingExtras Extras
    {
        get
        {
            if (_extras is null)
            {
                Interlocked.CompareExchange(ref _extras, new IncomingExtras(), null);
            }

            return _extras;
        }
    }

    internal void OnComplete(FieldSection trailers)
    {
        if (trailers.Count > 0)
        {
            Extras.Trailers = new HttpHeaders(trailers.ToArray());
        }
    }

    internal void OnClosed(Exception? error)
    {
        if (error is not null)
        {
            // Whole fence: a token that is asked for right now sees the failure, or its source is seen here.
            Interlocked.Exchange(ref Extras.Failure, error);
            Abort(error);
        }

        // Whole fence: a listener that comes right now is seen here, or sees this.
        Interlocked.Exchange(ref _isClosed, true);
        TellSoFar();
    }

    /// <summary>The body cannot be what its coding says: an error of the message, even where all of it has come.</summary>
    internal void FailBody(Exception error)
    {
        if (IsComplete)
        {
            Interlocked.Exchange(ref Extras.LastError, error);
            Guarded(TellSoFar);
        }
        else
        {
            Destroy(error);
        }
    }

    private void Abort(Exception error)
    {
        Guarded(() => _extras?.Aborted?.Cancel());
        if (!_exchange.IsTaken)
        {
            Interlocked.Exchange(ref Extras.LastError, error);
        }
    }

    /// <summary>Whatever a listener throws, what follows is told.</summary>
    private void Guarded(Action call)
    {
        try
        {
            call();
        }
        catch (Exception thrown)
        {
            _exchange.FailHandler(thrown);
        }
    }

    private void TellLate(bool hasHappened)
    {
        if (hasHappened)
        {
            _exchange.CallLater(TellSoFar);
        }
    }

    private void TellSoFar()
    {
        if (_extras is { } extras)
        {
            // The last first: what came before it is seen then.
            var isClosed = Volatile.Read(ref _isClosed);
            var error = Volatile.Read(ref extras.LastError);
            extras.Tell(Volatile.Read(ref _isEnded), error, isClosed);
        }
    }

    /// <summary>False when nobody listens, and once the message is complete.</summary>
    internal bool RaiseTimedOut() =>
        !IsComplete && Socket is { } socket && _extras is { } extras && extras.RaiseTimedOut(socket);

    /// <summary>The end has come, and is not told inside the call that brought it.</summary>
    private void NoteEnded()
    {
        Interlocked.Exchange(ref _isEnded, true);
        TellLate(_extras is not null);
    }

    internal void RaiseEnded()
    {
        Interlocked.Exchange(ref _isEnded, true);
        _extras?.RaiseCompleted();
    }
}
