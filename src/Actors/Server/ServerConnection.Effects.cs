using System.Buffers;
using Akka.Event;
using HttpActors.Actors.Telemetry;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>What the session does to the world.</summary>
internal sealed partial class ServerConnection : ISessionEffects
{
    private bool _closing;
    private bool _lingering;

    /// <summary>The exchange under way; null between two.</summary>
    public ServerExchange? Exchange { get; private set; }

    internal ServerSession Session => _session;

    IBufferWriter<byte> ISessionEffects.Output => this;

    bool ISessionEffects.OutputCongested =>
        FlushPending || AwaitsFlush || BufferedBytes >= HighWaterMark;

    bool ISessionEffects.HasUnsent => HasUnsent;

    bool ISessionEffects.HasInput => Transport.HasInput is true;

    long ISessionEffects.Now => Server.Clock.Now;

    ReadOnlySpan<byte> ISessionEffects.Date => Server.Clock.Date;

    BodyDemand ISessionEffects.BodyDemand => Exchange?.BodyDemand ?? BodyDemand.Discard;

    void ISessionEffects.Publish(RequestHead head, RequestKind kind)
    {
        var exchange = Exchange ?? new ServerExchange(this, head);
        exchange.Kind = kind;
        Exchange = exchange;
        try
        {
            using (EnterUserCode(exchange))
            {
                exchange.Observe();
                Server.Exchanges.Publish(exchange);
            }

            exchange.EnsureHeard();
        }
        catch (Exception error)
        {
            OnUserCodeFailed(exchange, error);
        }
    }

    void ISessionEffects.DeliverBody(ReadOnlySequence<byte> data)
    {
        var exchange = Exchange;
        try
        {
            exchange?.DeliverBody(data);
        }
        catch (Exception error)
        {
            OnUserCodeFailed(exchange, error);
        }
    }

    void ISessionEffects.DeliverEnd(FieldSection trailers) => Exchange?.OnRequestComplete(trailers);

    void ISessionEffects.EndExchange()
    {
        var exchange = Exchange;
        Exchange = null;
        exchange?.OnEnded();
    }

    void ISessionEffects.FailExchange(CloseReason reason, string detail, int answer) => FailCurrent(reason, detail, answer);

    void ISessionEffects.Refuse(ProtocolError error)
    {
        Server.Log.Write(ServerEvent.RequestRefused, null, Id, RemoteEndPoint, error.StatusCode, error.Message);
        HttpInstruments.ServerRefusedRequests.Add(
            1, new(HttpAttributes.StatusCode, error.StatusCode), new(HttpAttributes.ErrorType, error.Code));
        if (error.Limit is { } limit)
        {
            HttpInstruments.CountLimit(limit);
        }
    }

    void ISessionEffects.LimitReached(string limit)
    {
        Server.Log.Write(ServerEvent.LimitReached, null, Id, RemoteEndPoint, limit);
        HttpInstruments.CountLimit(limit);
    }

    void ISessionEffects.Close(CloseReason reason)
    {
        SetReason(reason);
        _closing = true;
    }

    void ISessionEffects.Abort(CloseReason reason) => Abort(reason);

    protected override void FailCurrent(CloseReason reason, string detail) => FailCurrent(reason, detail, answer: 0);

    private void FailCurrent(CloseReason reason, string detail, int answer)
    {
        var exchange = Exchange;
        Exchange = null;
        exchange?.Fail(reason, detail, answer);
    }

    /// <summary>After the last octet: half-close, then wait for the peer's end so that it can read what was sent.</summary>
    protected override void OnSettled()
    {
        if (!_closing || _lingering || IsOver || HasUnsent)
        {
            return;
        }

        if (InputEnded || Reason is CloseReason.KeepAliveTimeout or CloseReason.ServerClosing)
        {
            // Nothing is under way that a reset could wipe out.
            End(Reason);
            return;
        }

        _lingering = true;
        Transport.ShutdownOutput();
        _session.OnLingering();
        PumpInput();
    }

    /// <inheritdoc/>
    public override void OnRawLingering() => _session.OnLingering();

    protected override bool OnOver()
    {
        _session.OnClosed();
        return _lingering || (_closing && !HasUnsent) || Raw is { IsOutputShut: true };
    }
}
