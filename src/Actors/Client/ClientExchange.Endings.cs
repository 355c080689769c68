
namespace HttpActors.Actors.Client;

/// <content>How a request ends, and who is told.</content>
internal sealed partial class ClientExchange
{
    private void Withdraw(Exception error)
    {
        if (!FailUnbound(error))
        {
            // It has got a connection since we looked, and nobody asks a second time for its end.
            Destroy(error);
            return;
        }

        if (QueuedAt != 0)
        {
            Origin.Tell(new Withdrawn());
        }
    }

    private void DestroyInTurn(ClientConnection carrier, Exception? error)
    {
        if (!_wireOver && ReferenceEquals(_carrier, carrier))
        {
            carrier.FailExchange(this, error ?? ClientErrors.For(this, CloseReason.Destroyed, null), CloseReason.Destroyed);
        }
        else if (!_wireOver && !IsOver)
        {
            // It has moved to another connection meanwhile.
            Destroy(error);
        }
        else
        {
            // The connection is free, or serves another request by now: only the response that nobody took is given up.
            Fail(error ?? ClientErrors.For(this, CloseReason.Destroyed, null));
        }
    }

    /// <summary>False: it is over already.</summary>
    private bool TryEnd(Exception? error)
    {
        lock (Gate)
        {
            if (Interlocked.Exchange(ref _over, 1) == 1)
            {
                return false;
            }

            Volatile.Write(ref _failure, error);
        }

        StopTimer();
        Telemetry?.Stop(_statusCode, error);
        _cancellation.Dispose();
        return true;
    }

    private void TellFailure()
    {
        FailEarly();
        Guarded(static (exchange, error) => exchange.TellReceiver(error), _failure!);
        Guarded(static (exchange, error) => exchange.Party.OnClosed(error), _failure!);
        TellOver();
    }

    private void TellOver()
    {
        List<Action<Exception?>>? callbacks;
        lock (Gate)
        {
            callbacks = _overCallbacks;
            _overCallbacks = null;
        }

        callbacks?.ForEach(callback => Guarded(static (exchange, call) => call(exchange._failure), callback));
    }

    /// <summary>Calls user code where it may be: in its connection's turn, or on the thread pool while there is none.</summary>
    private void Guarded<T>(Action<ClientExchange, T> call, T argument)
    {
        try
        {
            if (_turns is { InTurn: true } connection)
            {
                using (connection.EnterUserCode(this))
                {
                    call(this, argument);
                }
            }
            else
            {
                call(this, argument);
            }
        }
        catch (Exception error)
        {
            OnGuardFailed(error);
        }
    }

    private void OnGuardFailed(Exception error)
    {
        if (_turns is { } connection)
        {
            connection.OnUserCodeFailed(this, error);
        }
        else
        {
            Agent.UserCodeFailed?.Invoke(error);
        }
    }
}
