using System.Buffers;
using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Server;

/// <summary>One connection of a server: its session, between the transport and the exchange under way.</summary>
internal sealed partial class ServerConnection : Connection
{
    private readonly ServerSession _session;

    public ServerConnection(ServerContext server, ConnectionTransport transport)
        : base(server.NextId(), transport)
    {
        Server = server;
        _session = new ServerSession(server.Settings, this);
        server.ConnectionCreated(this);
    }

    public ServerContext Server { get; }

    public SessionState State => _session.State;

    public override int HighWaterMark => Server.Settings.HighWaterMark;

    public override long DeadlineAt => _session.DeadlineAt;

    protected override ILoggingAdapter Log => Server.Log;

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
            Server.Log.Debug("A handler on connection {0} ended with its exchange: {1}", Id, error.Message);
            return;
        }

        Server.Log.Error(error, "A handler failed on connection {0} ({1}).", Id, RemoteEndPoint);
        if (exchange is not null && ReferenceEquals(exchange, Exchange))
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

    protected override void OnInputEnd(bool failed) => _session.OnInputEnded(failed);

    protected override void OnOutputProgress() => _session.OnOutputProgress();

    protected override void OnOutputFailed()
    {
        FailCurrent(CloseReason.TransportFailed, "aborted");
        Abort(CloseReason.TransportFailed);
    }

    protected override void Open()
    {
        try
        {
            using (EnterUserCode())
            {
                Server.Connections.Publish(this);
            }
        }
        catch (Exception error)
        {
            Server.Log.Error(error, "A listener for new connections failed; connection {0} is closed.", Id);
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

    protected override void OnReleased() => Server.ConnectionEnded(this, Reason);
}
