using System.Buffers;
using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Transport;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>One connection of a server: its session, between the transport and the exchange under way.</summary>
internal sealed partial class ServerConnection : Connection
{
    private readonly ServerSession _session;
    private ConnectionTelemetry? _telemetry;

    public ServerConnection(ServerContext server, ConnectionTransport transport)
        : base(server.NextId(), transport)
    {
        Server = server;
        Settings = server.Settings;
        _session = new ServerSession(Settings, this);
        server.ConnectionCreated(this);
    }

    public ServerContext Server { get; }

    /// <summary>Those of the moment at which the connection came.</summary>
    public ServerSettings Settings { get; }

    public SessionState State => _session.State;

    public override int HighWaterMark => Settings.HighWaterMark;

    public override long DeadlineAt => _session.DeadlineAt;

    protected override HttpLog Log => Server.Log;

    protected override MessageExchange? Current => Exchange;

    protected override bool WantsInput => _session.WantsInput;

    /// <summary>
    /// While a response is awaited one read stays armed, so that the peer's disappearance is noticed; a body that
    /// nobody reads is left in the socket.
    /// </summary>
    protected override bool WatchesInput => _session.WantsInput
        || _session.State == SessionState.Responding
        || (_session.State == SessionState.AwaitingHead && FlushPending);

    protected override bool HoldsEnd => _session.State is SessionState.ReadingBody or SessionState.Draining;

    /// <inheritdoc/>
    public override void Start(IActorRef self)
    {
        Server.ConnectionStarted(this);
        base.Start(self);
    }

    /// <inheritdoc/>
    public override string ToString() => $"connection {Id} from {RemoteEndPoint}";

    /// <inheritdoc/>
    public override void OnUserCodeFailed(MessageExchange? exchange, Exception error)
    {
        if (exchange is ServerExchange ours && ours.IsEcho(error))
        {
            // The peer left and the handler noticed: nobody's fault, and logged where the connection ended.
            Server.Log.Write(ServerEvent.HandlerCutOff, null, Id, error.Message);
            return;
        }

        var underWay = exchange is not null && ReferenceEquals(exchange, Exchange);
        if (underWay && error is HttpException { ResponseStatusCode: > 0 } refusal
            && _session.TryRefuse(new ProtocolError(refusal.ResponseStatusCode, refusal.Code, refusal.Message)))
        {
            Server.Log.Write(ServerEvent.RequestRefused, refusal, Id, RemoteEndPoint, refusal.ResponseStatusCode, refusal.Message);
            return;
        }

        (exchange as ServerExchange)?.Telemetry?.Thrown(error);
        Server.Log.Write(ServerEvent.HandlerFailed, error, Id, RemoteEndPoint);
        if (underWay)
        {
            _session.OnHandlerFailed();
        }
        else if (Raw is not null)
        {
            Abort(CloseReason.HandlerFailed);
        }
    }

    protected override void OnLateWorkFailed(Exception error) => OnUserCodeFailed(null, error);

    protected override void BeginTurn() => _session.BeginTurn();

    protected override InputProgress OnInput(ref ReadOnlySequence<byte> input) => _session.OnInput(ref input);

    protected override void OnInputEnd(bool failed)
    {
        if (failed && !IsOver)
        {
            TellClientError(CloseErrors.For(CloseReason.TransportFailed), mayAnswer: false);
        }

        _session.OnInputEnded(failed);
    }

    protected override void OnOutputProgress() => _session.OnOutputProgress();

    protected override void OnOutputFailed()
    {
        if (Raw is null)
        {
            TellClientError(CloseErrors.For(CloseReason.TransportFailed), mayAnswer: false);
        }

        FailCurrent(CloseReason.TransportFailed, "aborted");
        Abort(CloseReason.TransportFailed);
    }

    protected override void Open()
    {
        if (HttpInstruments.ServerConnectionsAreObserved)
        {
            _telemetry = new ConnectionTelemetry(this);
        }

        try
        {
            using (EnterUserCode())
            {
                Server.Connections.Publish(this);
            }
        }
        catch (Exception error)
        {
            Server.Log.Write(ServerEvent.ConnectionListenerFailed, error, Id);
            Abort(CloseReason.HandlerFailed);
        }
    }

    protected override void Handle(ConnectionMessage message)
    {
        switch (message.Kind)
        {
            case ConnectionMessage.Kinds.DeadlinePassed:
                _session.OnTick();
                break;
            case ConnectionMessage.Kinds.Drain:
                _session.OnDrain();
                break;
            case ConnectionMessage.Kinds.AbortHttp when Raw is not null:
                // Not ours any more: whoever took it over ends it.
                break;
            case ConnectionMessage.Kinds.AbortHttp:
                Abort(CloseReason.Destroyed);
                break;
            case ConnectionMessage.Kinds.CloseIdle:
                _session.OnCloseIdle();
                break;
            default:
                base.Handle(message);
                break;
        }
    }

    protected override void OnReleased()
    {
        _telemetry?.Ended(Reason);
        Server.ConnectionEnded(this, Reason);
    }
}
