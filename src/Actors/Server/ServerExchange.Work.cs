using HttpActors.Actors.Turns;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>The calls from other threads, as they travel to the turn; and who answers when nobody took the request.</summary>
internal sealed partial class ServerExchange
{
    private sealed class ReceiveWork(ServerExchange exchange, IBodyReceiver receiver) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            Exchange._receiver = receiver;
            if (Exchange._over)
            {
                Exchange.Guarded(static late => late.AnswerLateReceiver());
            }
        }
    }

    private sealed class FullWork(ServerExchange exchange, bool full) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run() => Exchange._full = full;
    }

    private sealed class DemandWork(ServerExchange exchange, BodyDemand demand) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            Exchange._demand = demand;
            if (Exchange._over && Exchange._failure is null)
            {
                Exchange.DeliverPending();
            }
        }
    }

    private sealed class TimeoutWork(ServerExchange exchange, TimeSpan time) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            if (!Exchange._over)
            {
                Exchange.Connection.Session.SetInactivity(time);
            }
        }
    }

    private sealed class AbandonWork(ServerExchange exchange) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            Exchange._receiver = null;
            Exchange._claimed = false;
        }
    }

    private sealed class WhenOverWork(ServerExchange exchange, Action<Exception?> callback) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            if (!Exchange._over)
            {
                (Exchange.Extras.OverCallbacks ??= []).Add(callback);
            }
            else if (Exchange._failure is { } failure)
            {
                Exchange.CallLater(() => callback(failure));
            }
            else
            {
                Exchange.Connection.WhenFlushed(Exchange, callback);
            }
        }
    }

    private sealed class DestroyWork(ServerExchange exchange) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            if (!Exchange._over || (Exchange._failure is null && !Exchange.IsSent))
            {
                Exchange.Connection.Abort(CloseReason.Destroyed);
            }
        }
    }

    private sealed class CallWork(ServerExchange exchange, Action callback) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            using (Exchange.Connection.EnterUserCode(Exchange))
            {
                callback();
            }
        }
    }

    private sealed class FailedWork(ServerExchange exchange, Exception error) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run() => Exchange.Connection.OnUserCodeFailed(Exchange, error);
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
