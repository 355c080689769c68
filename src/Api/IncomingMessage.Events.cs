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
            _aborted?.Cancel();
            if (!IsComplete)
            {
                _listeners?.RaiseErrored(error);
            }
        }

        _listeners?.RaiseClosed();
    }

    internal void RaiseEnded() => _listeners?.RaiseEnded();
}

/// <summary>Who listens to an incoming message; made when the first one comes.</summary>
internal sealed class IncomingListeners
{
    public event Action? Ended;

    public event Action? Closed;

    public event Action<Exception>? Errored;

    public bool FollowsClose => Closed is not null;

    public void RaiseEnded() => Ended?.Invoke();

    public void RaiseClosed() => Closed?.Invoke();

    public void RaiseErrored(Exception error) => Errored?.Invoke(error);
}
