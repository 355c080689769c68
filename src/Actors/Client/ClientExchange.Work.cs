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

    /// <summary>Work on the body's way to its receiver; what it lets through is delivered next.</summary>
    private abstract class BodyWork(ClientExchange exchange) : ExchangeWork<ClientExchange>(exchange)
    {
        public abstract void Apply();

        public sealed override void Run()
        {
            Apply();
            Exchange._turns!.OnDemandChanged(Exchange);
            Exchange.DeliverOrAnswer();
        }
    }

    private sealed class DeliverWork(ClientExchange exchange) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run() => Exchange.DeliverOrAnswer();
    }

    private sealed class ReceiveWork(ClientExchange exchange, IBodyReceiver receiver) : BodyWork(exchange)
    {
        public override void Apply()
        {
            Exchange._receiver = receiver;
            Exchange._holder = receiver as IHoldingReceiver;
        }
    }

    private sealed class FullWork(ClientExchange exchange, bool full) : BodyWork(exchange)
    {
        public override void Apply()
        {
            // After the last turn two of these may run side by side: the later one looks last.
            lock (Exchange.Gate)
            {
                Exchange._full = Exchange._receiver?.IsFull ?? full;
            }
        }
    }

    private sealed class DemandWork(ClientExchange exchange, BodyDemand demand) : BodyWork(exchange)
    {
        public override void Apply() => Exchange._demand = demand;
    }

    private sealed class AbandonWork(ClientExchange exchange) : BodyWork(exchange)
    {
        public override void Apply()
        {
            Exchange._abandoned = true;
            Exchange._received = [];
        }
    }

    /// <summary>Whoever asks for the body of a response that was cut off gets what is there, and the reason.</summary>
    private void DeliverOrAnswer()
    {
        if (_failure is null)
        {
            DeliverPending();
        }
        else if (_receiver is not null && !_endDelivered)
        {
            Guarded(static (late, _) => late.AnswerLateReceiver(), 0);
        }
    }

    private void AnswerLateReceiver()
    {
        if (_received.Length > 0)
        {
            var received = _received;
            _received = [];
            _receiver!.OnData(new ReadOnlySequence<byte>(received));
            _holder?.GoOn();
        }

        TellReceiver(_failure!);
    }
}
