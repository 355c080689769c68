using HttpActors.Actors.Turns;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>The calls from other threads, as they travel to the turn; and who answers when nobody took the request.</summary>
internal sealed partial class ServerExchange
{
    private sealed class ReceiveWork(ServerExchange exchange, IBodyReceiver receiver) : TurnWork
    {
        public override void Run()
        {
            exchange._receiver = receiver;
            if (exchange._over)
            {
                exchange.Guarded(static late => late.AnswerLateReceiver());
            }
        }
    }

    private sealed class FullWork(ServerExchange exchange, bool full) : TurnWork
    {
        public override void Run() => exchange._full = full;
    }

    private sealed class DemandWork(ServerExchange exchange, BodyDemand demand) : TurnWork
    {
        public override void Run()
        {
            exchange._demand = demand;
            if (exchange._over && exchange.Failure is null)
            {
                exchange.DeliverPending();
            }
        }
    }

    private sealed class AbandonWork(ServerExchange exchange) : TurnWork
    {
        public override void Run()
        {
            exchange._receiver = null;
            exchange._claimed = false;
        }
    }

    private sealed class WhenOverWork(ServerExchange exchange, Action<Exception?> callback) : TurnWork
    {
        public override void Run()
        {
            if (!exchange._over)
            {
                (exchange.Extras.OverCallbacks ??= []).Add(callback);
            }
            else if (exchange.Failure is { } failure)
            {
                exchange.CallLater(() => callback(failure));
            }
            else
            {
                exchange.Connection.WhenFlushed(callback);
            }
        }
    }

    private sealed class DestroyWork(ServerExchange exchange) : TurnWork
    {
        public override void Run()
        {
            if (!exchange._over || (exchange.Failure is null && !exchange.IsSent))
            {
                exchange.Connection.Abort(CloseReason.Destroyed);
            }
        }
    }

    private sealed class CallWork(ServerConnection connection, Action callback) : TurnWork
    {
        public override void Run()
        {
            using (connection.EnterUserCode())
            {
                callback();
            }
        }
    }

    private sealed class FailedWork(ServerExchange exchange, Exception error) : TurnWork
    {
        public override void Run() => exchange.Connection.OnHandlerFailed(exchange, error);
    }

    /// <summary>The answer for a request that nobody took.</summary>
    private sealed class Unheard : IExchangeParty
    {
        private static readonly HeaderField[] PlainText = [new("Content-Type", "text/plain; charset=utf-8")];

        public int StatusCode => 503;

        public string? StatusMessage => null;

        public ReadOnlySpan<HeaderField> Fields => PlainText;

        public OmittedFields Omit => default;

        public ReadOnlySpan<HeaderField> Trailers => [];

        public bool FollowsEnd => false;

        public void OnRequestComplete(FieldSection trailers)
        {
        }

        public void OnDrained()
        {
        }

        public void OnDrainFailed(Exception error)
        {
        }

        public void OnFinished()
        {
        }

        public void OnClosed(Exception? error)
        {
        }
    }
}
