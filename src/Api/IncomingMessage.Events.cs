using HttpActors.Actors;
using HttpActors.Protocol;

namespace HttpActors;

/// <content>What can be followed.</content>
public partial class IncomingMessage
{
    private IncomingListeners? _listeners;
    private CancellationTokenSource? _aborted;
    private Exception? _failure;

    /// <summary>
    /// Raised for every piece of the body, which then belongs to the listener. The first listener claims the body and
    /// starts it; pieces come from the first turn after that.
    /// </summary>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    public event Action<ReadOnlyMemory<byte>> DataReceived
    {
        add => StartFlow(flow => flow.Data.Add(value));

        remove => _flow?.Data.Remove(value);
    }

    /// <summary>Raised once, when the body was taken completely. Not after an abort.</summary>
    public event Action? Ended
    {
        add => Listeners.Ended += value;
        remove => Listeners.Ended -= value;
    }

    /// <summary>Raised once when the message can never be complete: <c>ECONNRESET</c>, a timeout, a broken chunk.</summary>
    public event Action<Exception>? Errored
    {
        add => Listeners.Errored += value;
        remove => Listeners.Errored -= value;
    }

    /// <summary>Raised once, last: when the exchange is over.</summary>
    public event Action? Closed
    {
        add => Listeners.Closed += value;
        remove => Listeners.Closed -= value;
    }

    /// <summary>
    /// Raised once when nothing moved on the connection for the inactivity time while this message was incomplete; armed
    /// again by the next octet. Whoever listens acts; where nobody does, the connection is destroyed.
    /// </summary>
    public event Action<NetSocket>? TimedOut
    {
        add => Listeners.TimedOut += value;
        remove => Listeners.TimedOut -= value;
    }

    /// <summary>Sets how long nothing may move on the connection during this exchange, and listens for <see cref="TimedOut"/>.</summary>
    /// <param name="time">Zero or infinite: for ever.</param>
    /// <param name="callback">Called once for each silence; the connection is then the callback's to end. Null: nobody is added.</param>
    /// <returns>This message.</returns>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public IncomingMessage SetTimeout(TimeSpan time, Action<NetSocket>? callback = null)
    {
        _exchange.SetTimeout(HttpServerOptions.CheckTime(time, nameof(time)));
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
            if (_aborted is null)
            {
                Interlocked.CompareExchange(ref _aborted, new CancellationTokenSource(), null);
                if (Volatile.Read(ref _failure) is not null)
                {
                    _aborted.Cancel();
                }
            }

            return _aborted.Token;
        }
    }

    internal bool FollowsClose => _listeners is { FollowsClose: true };

    private IncomingListeners Listeners
    {
        get
        {
            if (_listeners is null)
            {
                Interlocked.CompareExchange(ref _listeners, new IncomingListeners(), null);
            }

            return _listeners;
        }
    }

    internal void OnComplete(FieldSection trailers)
    {
        _trailerFields = trailers;
        _trailersReceived = true;
    }

    internal void OnClosed(Exception? error)
    {
        if (error is not null)
        {
            Volatile.Write(ref _failure, error);
            Abort(error);
        }

        _listeners?.RaiseClosed();
    }

    /// <summary>Whatever a listener throws, the close that follows is told.</summary>
    private void Abort(Exception error)
    {
        try
        {
            _aborted?.Cancel();
            if (!IsComplete)
            {
                _listeners?.RaiseErrored(error);
            }
        }
        catch (Exception thrown)
        {
            _exchange.FailHandler(thrown);
        }
    }

    /// <summary>False when nobody listens, and once the message is complete.</summary>
    internal bool RaiseTimedOut() =>
        !IsComplete && Socket is { } socket && _listeners is { } listeners && listeners.RaiseTimedOut(socket);

    internal void RaiseEnded() => _listeners?.RaiseEnded();
}

/// <summary>Who listens to an incoming message; made when the first one comes.</summary>
internal sealed class IncomingListeners
{
    public event Action? Ended;

    public event Action? Closed;

    public event Action<Exception>? Errored;

    public event Action<NetSocket>? TimedOut;

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
