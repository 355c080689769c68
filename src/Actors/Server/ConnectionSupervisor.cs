using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Actors.Server;

/// <summary>
/// Parent of a share of the connections: starts them, stops those that fail, and compares their deadlines once a second.
/// </summary>
internal sealed class ConnectionSupervisor(ServerContext server, string? dispatcher) : UntypedActor
{
    private readonly HashSet<ServerConnection> _connections = [];
    private ConnectionMessage? _standing;

    public static Props Props(ServerContext server, string? dispatcher) =>
        Akka.Actor.Props.CreateBy(new ActorProducer<ConnectionSupervisor>(() => new ConnectionSupervisor(server, dispatcher)));

    /// <summary>A failed connection has nothing worth restarting: its octets are lost.</summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                CompareDeadlines();
                break;
            case StartConnection start:
                StartConnection(start.Connection);
                break;
            case ConnectionReleased released:
                _connections.Remove((ServerConnection)released.Connection);
                TellGone();
                break;
            case Drain:
                _standing = ConnectionMessage.Drain;
                TellAll(_standing);
                break;
            case CloseIdleConnections:
                TellAll(ConnectionMessage.CloseIdle);
                break;
            case AbortConnections abort:
                // In a draining server that is for those too that were accepted and are still on their way here.
                _standing = _standing is null ? null : ConnectionMessage.Abort;
                TellAll(abort.Tunnels ? ConnectionMessage.Abort : ConnectionMessage.AbortHttp);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static readonly ConnectionGone Gone = new();

    private void StartConnection(ServerConnection connection)
    {
        try
        {
            var props = ConnectionActor.Props(connection);
            var actor = Context.ActorOf(dispatcher is null ? props : props.WithDispatcher(dispatcher), $"connection-{connection.Id}");
            connection.Attach(actor);
            _connections.Add(connection);
            if (_standing is not null)
            {
                actor.Tell(_standing);
            }
        }
        catch (Exception error)
        {
            // Until its actor has started nobody else owns the socket.
            server.Log.Write(ServerEvent.ConnectionNotStarted, error, connection.Id);
            connection.Release(CloseReason.ServerStopped);
            TellGone();
        }
    }

    /// <summary>
    /// Only where the parent waits for it: it runs on the thread pool, and with a connection for each request waking a
    /// thread for nothing would be a good part of the cost. A drain that begins just now counts the connections after it
    /// has said so, and this one is not counted any more.
    /// </summary>
    private void TellGone()
    {
        if (server.IsDraining || server.Settings.MaxConnections > 0)
        {
            Context.Parent.Tell(Gone);
        }
    }

    private void CompareDeadlines()
    {
        var now = server.Clock.Now;
        foreach (var connection in _connections)
        {
            connection.OnTick(now);
        }
    }

    private void TellAll(ConnectionMessage message)
    {
        foreach (var connection in _connections)
        {
            connection.Tell(message);
        }
    }

    protected override void PostStop()
    {
        // Children have stopped before and released theirs; what is left never got an actor.
        foreach (var connection in _connections)
        {
            connection.Release(CloseReason.ServerStopped);
        }
    }
}
