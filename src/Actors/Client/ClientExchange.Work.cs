using System.Buffers;
using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Client;

/// <summary>The calls from other threads, as they travel to the turn.</summary>
internal sealed partial class ClientExchange
{
    private sealed class BeginWork(ClientExchange exchange, ClientConnection connection) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            if (!connection.TryBegin(Exchange))
            {
                Exchange.Resubmit();
            }
        }
    }

    private sealed class HeadWork(ClientExchange exchange) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            if (Exchange._carrier is { InTurn: true })
            {
                Exchange.SendHeadInTurn(null);
            }
        }
    }

    private sealed class WriteWork(ClientExchange exchange, byte[] data, Action<Exception?>? callback) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            Interlocked.Add(ref Exchange._earlyBytes, -data.Length);
            try
            {
                Exchange.WriteInTurn(data, callback);
            }
            catch (Exception error)
            {
                // Who wrote is long gone: the callback is told, and the request cannot be what it declared.
                Exchange.Reject(callback, error);
                throw;
            }
        }
    }

    private sealed class EndWork(ClientExchange exchange, byte[] data, Action<Exception?>? callback) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            Interlocked.Add(ref Exchange._earlyBytes, -data.Length);
            try
            {
                Exchange.EndInTurn(data, callback);
            }
            catch (Exception error)
            {
                Exchange.Reject(callback, error);
                throw;
            }
        }
    }

    private sealed class FollowWork(ClientExchange exchange) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            if (Exchange.RequestEnded && Exchange._endedOn is { } connection)
            {
                Exchange.FollowFinish(connection);
            }
        }
    }

    private sealed class DestroyWork(ClientExchange exchange, ClientConnection carrier, Exception? error) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run() => Exchange.DestroyInTurn(carrier, error);
    }

    private sealed class CallWork(ClientExchange exchange, Action callback) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run() => Exchange.Guarded(static (_, call) => call(), callback);
    }

    private sealed class FailedWork(ClientExchange exchange, ClientConnection connection, Exception error) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run() => connection.OnUserCodeFailed(Exchange, error);
    }

    private sealed class ReceiveWork(ClientExchange exchange, IBodyReceiver receiver) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            Exchange._receiver = receiver;
            if (Exchange._failure is not null)
            {
                Exchange.Guarded(static (late, _) => late.AnswerLateReceiver(), 0);
            }
            else
            {
                Exchange.DeliverPending();
            }
        }
    }

    private sealed class FullWork(ClientExchange exchange, bool full) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            Exchange._full = full;
            Exchange.DeliverPending();
        }
    }

    private sealed class DemandWork(ClientExchange exchange, BodyDemand demand) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            Exchange._demand = demand;
            Exchange.DeliverPending();
        }
    }

    private sealed class AbandonWork(ClientExchange exchange) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            Exchange._abandoned = true;
            Exchange._received = [];
            Exchange.DeliverPending();
        }
    }

    private void AnswerLateReceiver()
    {
        if (_received.Length > 0)
        {
            var received = _received;
            _received = [];
            _receiver!.OnData(new ReadOnlySequence<byte>(received));
        }

        TellReceiver(_failure!);
    }
}
