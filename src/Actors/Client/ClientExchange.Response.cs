using System.Buffers;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>The response half.</summary>
internal sealed partial class ClientExchange
{
    private IBodyReceiver? _receiver;
    private IHoldingReceiver? _holder;
    private byte[] _received = [];
    private FieldSection _trailers;
    private BodyDemand _demand = BodyDemand.Flow;
    private bool _full;
    private bool _claimed;
    private bool _abandoned;
    private bool _responseComplete;
    private bool _endDelivered;
    private bool _endTold;
    private bool _inHead;
    private int _statusCode;
    private int _deliveries;

    /// <summary>Whether the head of the final response has come. Any thread.</summary>
    public bool HasResponse { get; private set; }

    /// <inheritdoc/>
    public override bool IsReceived => Volatile.Read(ref _responseComplete);

    /// <inheritdoc/>
    public override bool IsTaken => _endTold;

    /// <summary>What the receiver wants. In turn.</summary>
    public BodyDemand BodyDemand => _abandoned ? BodyDemand.Discard
        : _receiver is null ? BodyDemand.None
        : _full || _received.Length > 0 || _holder is { Holds: true } ? BodyDemand.None
        : _demand;

    /// <summary>Whether the receiver may be given more at this moment. In turn.</summary>
    public bool BodyFlows => !_abandoned && !_full && _demand == BodyDemand.Flow;

    /// <inheritdoc/>
    public override void Receive(IBodyReceiver receiver)
    {
        _claimed = true;
        RunInTurn(new ReceiveWork(this, receiver));
    }

    /// <inheritdoc/>
    public override void SetDemand(BodyDemand demand) => RunInTurn(new DemandWork(this, demand));

    /// <inheritdoc/>
    public override void SetFull(bool full) => RunInTurn(new FullWork(this, full));

    /// <inheritdoc/>
    public override void Abandon() => RunInTurn(new AbandonWork(this));

    /// <summary>How much came with the head and waits to be taken.</summary>
    public int ReceivedLength => _received.Length;

    /// <summary>The body if all of it is there and nobody has asked for it before; then it is the caller's. Any thread.</summary>
    public bool TryTakeWhole(out byte[] body)
    {
        body = _received;
        lock (Gate)
        {
            if (!IsReceived || !_wireOver || _claimed || IsOver || _demand != BodyDemand.Flow)
            {
                return false;
            }

            _claimed = true;
        }

        _received = [];
        return true;
    }

    /// <summary>A body that was taken whole is delivered: the end follows.</summary>
    public void EndTaken(IBodyReceiver receiver)
    {
        _receiver = receiver;
        DeliverPending();
    }

    /// <summary>Nobody has taken the response for a while: nobody will.</summary>
    public void DiscardUnheard()
    {
        if (_switched is not null)
        {
            RefuseSwitched();
        }
        else if (!_claimed && HasResponse && Party.IsUnheard)
        {
            _abandoned = true;
            DeliverPending();
        }
    }

    public void OnInformation(ResponseHead head) => Guarded(static (exchange, on) => exchange.Party.OnInformation(on), head);

    public void OnHead(ResponseHead head, byte[] received, bool isComplete, FieldSection trailers)
    {
        _received = received;
        _trailers = trailers;
        _statusCode = head.StatusCode;
        HasResponse = true;
        Volatile.Write(ref _responseComplete, isComplete);
        _inHead = true;
        Guarded(static (exchange, on) => exchange.Party.OnResponse(on), head);
        _inHead = false;
        if (Party.IsUnheard && !_claimed)
        {
            WatchUnheard();
        }

        DeliverPending();
    }

    public void OnBody(ReadOnlySequence<byte> data)
    {
        try
        {
            using (_turns!.EnterUserCode(this))
            {
                _receiver?.OnData(data);
            }
        }
        catch (Exception error)
        {
            OnGuardFailed(error);
        }
    }

    public void OnBodyEnd(FieldSection trailers)
    {
        _trailers = trailers;
        Volatile.Write(ref _responseComplete, true);
        DeliverPending();
    }

    /// <summary>
    /// Hands over what waits: octets that came with the head, the end, and then that all is over. Whoever finds another
    /// one at it leaves the rest to that one, for after the last turn several threads may come here.
    /// </summary>
    public override void DeliverPending()
    {
        if (_received.Length == 0 && !_responseComplete && _holder is not { Holds: true })
        {
            return;
        }

        if (Interlocked.Increment(ref _deliveries) > 1)
        {
            return;
        }

        var seen = 1;
        do
        {
            Deliver();
            seen = Interlocked.Add(ref _deliveries, -seen);
        }
        while (seen != 0);
    }

    private void Deliver()
    {
        if (IsOver)
        {
            return;
        }

        if (_receiver is not null && !_abandoned)
        {
            if (_demand != BodyDemand.Flow || _full)
            {
                return;
            }

            DeliverReceived();
            if (_holder is { Holds: true } holder && !LetGo(holder))
            {
                return;
            }
        }

        if (!_responseComplete || (_receiver is null && !_abandoned) || _full || (_demand != BodyDemand.Flow && !_abandoned))
        {
            return;
        }

        DeliverEnd();
    }

    private void DeliverReceived()
    {
        if (_received.Length > 0)
        {
            var received = _received;
            _received = [];
            Guarded(static (exchange, data) => exchange._receiver!.OnData(new ReadOnlySequence<byte>(data)), received);
        }
    }

    /// <summary>False: it holds more. What may flow of that comes in a turn of its own, so that others have theirs.</summary>
    private bool LetGo(IHoldingReceiver holder)
    {
        if (BodyFlows)
        {
            Guarded(static (_, held) => held.GoOn(), holder);
        }

        if (holder.Holds && BodyFlows)
        {
            _turns!.Post(new DeliverWork(this));
        }

        return !holder.Holds;
    }

    private void DeliverEnd()
    {
        if (!_endDelivered)
        {
            _endDelivered = true;
            _received = [];
            if (!_abandoned)
            {
                Guarded(static (exchange, trailers) => exchange.TellEnd(trailers), _trailers);
            }
        }

        if (_wireOver && TryEnd(null))
        {
            TellOverWhenSent();
        }
    }

    /// <summary>A request that was answered early may still be on its way: its finish comes before the close.</summary>
    private void TellOverWhenSent()
    {
        if (RequestEnded && !IsSent && _turns is { InTurn: true } connection)
        {
            connection.WhenFlushed(this, _ => TellClosed());
        }
        else
        {
            TellClosed();
        }
    }

    private void TellClosed()
    {
        Guarded(static (exchange, _) => exchange.Party.OnClosed(null), 0);
        TellOver();
    }

    private void TellEnd(FieldSection trailers)
    {
        _endTold = true;
        Party.OnResponseComplete(trailers);
        _receiver!.OnEnd();
    }

    private void TellReceiver(Exception error)
    {
        if (_receiver is not null && !_endDelivered)
        {
            _endDelivered = true;
            _receiver.OnFailed(error);
        }
    }

    /// <summary>
    /// For what has no order to keep with octets of other threads. What it lets through comes from the next turn on, never
    /// inside the call of user code that brought it.
    /// </summary>
    private void RunInTurn(BodyWork work)
    {
        var connection = _turns!;
        if (!connection.InTurn)
        {
            connection.Post(work);
            return;
        }

        work.Apply();
        connection.OnDemandChanged(this);
        if (!_inHead)
        {
            connection.Post(new DeliverWork(this));
        }
    }
}
