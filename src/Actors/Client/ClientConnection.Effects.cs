using System.Buffers;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>What the session does to the world.</summary>
internal sealed partial class ClientConnection : IClientEffects
{
    IBufferWriter<byte> IClientEffects.Output => this;

    bool IClientEffects.HasUnsent => HasUnsent;

    long IClientEffects.Now => Agent.Clock.Now;

    BodyDemand IClientEffects.BodyDemand => _exchange?.BodyDemand ?? BodyDemand.Discard;

    void IClientEffects.DeliverInformation(ResponseHead head) => _exchange?.OnInformation(head);

    void IClientEffects.DeliverHead(ResponseHead head, byte[] received, bool isComplete, FieldSection trailers) =>
        _exchange?.OnHead(head, received, isComplete, trailers);

    void IClientEffects.DeliverBody(ReadOnlySequence<byte> data) => _exchange?.OnBody(data);

    void IClientEffects.DeliverEnd(FieldSection trailers) => _exchange?.OnBodyEnd(trailers);

    void IClientEffects.Switch(ResponseHead head, byte[] first)
    {
        var exchange = _exchange!;
        SwitchToRaw();
        if (exchange.OnSwitched(head, first))
        {
            OnSwitchTaken(exchange);
        }
    }

    void IClientEffects.EndExchange(bool persists)
    {
        var exchange = _exchange;
        _exchange = null;
        _isFree = persists;
        _closesWhenSettled = !persists;
        exchange?.OnWireOver(this);
    }

    void IClientEffects.Fail(CloseReason reason, ProtocolError? error) => FailWith(reason, error);

    void IClientEffects.Close(CloseReason reason) => End(reason);

    /// <summary>Somebody has the new protocol: the exchange is over. In turn.</summary>
    public void OnSwitchTaken(ClientExchange exchange)
    {
        if (ReferenceEquals(exchange, _exchange))
        {
            _exchange = null;
            exchange.OnWireOver(this);
        }
    }

    /// <summary>Nobody wants the new protocol. In turn.</summary>
    public void RefuseSwitch(ClientExchange exchange)
    {
        Raw!.DiscardInput();
        FailExchange(exchange, ClientErrors.For(exchange, CloseReason.NotAccepted, null), CloseReason.NotAccepted);
    }

    protected override void FailCurrent(CloseReason reason, string detail)
    {
        if (_exchange is not null)
        {
            FailWith(reason, null);
        }
    }

    private void FailWith(CloseReason reason, ProtocolError? error)
    {
        var exchange = _exchange;
        _exchange = null;
        SetReason(reason);
        if (exchange is not null)
        {
            if (MayRepeat(exchange, reason))
            {
                exchange.Repeat();
            }
            else
            {
                exchange.Fail(ClientErrors.For(exchange, reason, error));
            }
        }

        End(reason);
    }

    /// <summary>
    /// A reused connection died before any octet of the response: the server closed it while the request was on its
    /// way (RFC 9112 section 9.3.1). Then the request is sent again, once, if that cannot do it twice.
    /// </summary>
    private bool MayRepeat(ClientExchange exchange, CloseReason reason) =>
        reason is CloseReason.PeerAborted or CloseReason.PeerClosed or CloseReason.TransportFailed
        && IsReused
        && !_session.ResponseBegan
        && exchange.CanRepeat(FlushedBytes);
}
