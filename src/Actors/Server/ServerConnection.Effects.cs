using System.Buffers;
using Akka.Actor;
using Akka.Event;
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
        _flushPending || _flushWaiters is { Count: > 0 } || BufferedBytes >= Server.Settings.HighWaterMark;

    bool ISessionEffects.HasUnsent => _staged > _flushed;

    long ISessionEffects.Now => Server.Clock.Now;

    ReadOnlySpan<byte> ISessionEffects.Date => Server.Clock.Date;

    BodyDemand ISessionEffects.BodyDemand => Exchange?.BodyDemand ?? BodyDemand.Discard;

    void ISessionEffects.Publish(RequestHead head)
    {
        var exchange = new ServerExchange(this, head);
        Exchange = exchange;
        try
        {
            using (EnterUserCode(exchange))
            {
                Server.Exchanges.Publish(exchange);
            }

            exchange.EnsureHeard();
        }
        catch (Exception error)
        {
            OnHandlerFailed(exchange, error);
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
            OnHandlerFailed(exchange, error);
        }
    }

    void ISessionEffects.DeliverEnd(FieldSection trailers) => Exchange?.OnRequestComplete(trailers);

    void ISessionEffects.EndExchange()
    {
        var exchange = Exchange;
        Exchange = null;
        exchange?.OnEnded();
    }

    void ISessionEffects.FailExchange(CloseReason reason, string detail) => FailExchange(reason, detail);

    void ISessionEffects.Refuse(ProtocolError error) =>
        Server.Log.Debug("Connection {0} ({1}) is refused: {2} {3}", Id, RemoteEndPoint, error.StatusCode, error.Message);

    void ISessionEffects.Close(CloseReason reason)
    {
        SetReason(reason);
        _closing = true;
    }

    void ISessionEffects.Abort(CloseReason reason) => Abort(reason);

    /// <summary>Ends the connection now; an exchange under way fails.</summary>
    public void Abort(CloseReason reason)
    {
        SetReason(reason);
        FailExchange(reason, "aborted");
        End(reason);
    }

    private void FailExchange(CloseReason reason, string detail)
    {
        var exchange = Exchange;
        Exchange = null;
        exchange?.Fail(CloseErrors.For(reason, detail));
    }

    /// <summary>After the last octet: half-close, then wait for the peer's end so that it can read what was sent.</summary>
    private void FinishClosing()
    {
        if (!_closing || _lingering || IsOver || _staged > _flushed)
        {
            return;
        }

        if (_inputEnded || Reason is CloseReason.KeepAliveTimeout or CloseReason.ServerClosing)
        {
            // Nothing is under way that a reset could wipe out.
            End(Reason);
            return;
        }

        _lingering = true;
        _transport.ShutdownOutput();
        _session.OnLingering();
        PumpInput();
    }

    private void End(CloseReason reason)
    {
        if (IsOver)
        {
            return;
        }

        SetReason(reason);
        IsOver = true;
        _session.OnClosed();
        if (_lingering || (_closing && _staged == _flushed))
        {
            _transport.Close();
        }
        else
        {
            _transport.Abort();
        }
    }

    private void SetReason(CloseReason reason) =>
        Interlocked.CompareExchange(ref _reason, (int)reason, (int)CloseReason.None);

    /// <summary>Any thread.</summary>
    internal void Tell(ConnectionMessage message) => _self.Tell(message, ActorRefs.NoSender);
}
