using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Actors.Server;

/// <summary>
/// One HTTP server: owns the listening sockets, so that a listener's restart keeps the port, and parents the accept
/// loops and the connections.
/// </summary>
internal sealed class ServerActor : UntypedActor
{
    private readonly ServerContext _server;
    private readonly Dictionary<IActorRef, Socket> _listeners = [];
    private readonly IActorRef[] _supervisors;
    private IDisposable? _tick;
    private bool _draining;
    private int _bound;
    private int _next;

    public ServerActor(ServerContext server)
    {
        _server = server;
        _supervisors = new IActorRef[server.Loops?.Loops.Count ?? Environment.ProcessorCount];
    }

    public static Props Props(ServerContext server) => Akka.Actor.Props.CreateBy(new ActorProducer<ServerActor>(() => new ServerActor(server)));

    /// <summary>A failed accept loop starts again on the same socket; a failed supervisor keeps its connections.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: 10,
        withinTimeRange: TimeSpan.FromSeconds(10),
        localOnlyDecider: static error => error switch
        {
            AcceptFailedException => Directive.Restart,
            ActorInitializationException => Directive.Stop,
            _ => Directive.Resume,
        });

    protected override void PreStart()
    {
        if (_server.Log == HttpLog.None)
        {
            _server.Log = new AkkaLog(Context.GetLogger());
        }

        _server.Handlers.Begin(Self);
        for (var i = 0; i < _supervisors.Length; i++)
        {
            var props = OnLoop(ConnectionSupervisor.Props(_server, DispatcherOf(i)), i);
            _supervisors[i] = Context.ActorOf(props, $"connections-{i}");
        }

        _tick = StartTicking(_server.Settings.TickInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Bind bind:
                OnBind(bind);
                break;
            case StartConnection:
                _supervisors[_next++ % _supervisors.Length].Tell(message);
                break;
            case Terminated terminated when _listeners.Remove(terminated.ActorRef, out var socket):
                // Not before: an accept loop that still runs must not meet the descriptor's next owner.
                socket.Dispose();
                OnListenerGone();
                break;
            case WatchHandler watch:
                Context.Watch(watch.Handler);
                break;
            case Terminated terminated:
                _server.Handlers.OnTerminated(terminated.ActorRef);
                break;
            case LimitsChanged:
                ResumeAccepting();
                break;
            case ConnectionGone:
                OnConnectionGone();
                break;
            case Drain:
                OnDrain();
                break;
            case CloseIdleConnections or AbortConnections:
                TellSupervisors(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _tick?.Dispose();
        foreach (var socket in _listeners.Values)
        {
            socket.Dispose();
        }

        _server.OnStopped();
    }

    /// <summary>A loop's connections live on its own dispatcher; without loops everything is on the default one.</summary>
    private string? DispatcherOf(int loop) => _server.Loops is null ? null : LoopDispatcher.IdOf(loop);

    private Props OnLoop(Props props, int loop) => DispatcherOf(loop) is { } id ? props.WithDispatcher(id) : props;

    /// <summary>Real time comes to a loop as its sockets do; any other clock has timers of its own.</summary>
    private IDisposable StartTicking(TimeSpan interval) =>
        _server.Loops is { } loops && _server.Time == TimeProvider.System
            ? new LoopTimer(loops.Loops[0], interval, OnTimer)
            : _server.Time.CreateTimer(_ => OnTimer(), null, interval, interval);

    /// <summary>Runs outside of this actor's turns: touches nothing that changes after the start.</summary>
    private void OnTimer()
    {
        _server.Clock.Tick();
        _server.OnTicked();
        foreach (var supervisor in _supervisors)
        {
            supervisor.Tell(TickMessage, ActorRefs.NoSender);
        }
    }

    private static readonly Tick TickMessage = new();

    private void OnBind(Bind bind)
    {
        if (_draining)
        {
            bind.Bound.TrySetException(new InvalidOperationException("The server is closing; it does not listen any more."));
            return;
        }

        Socket? socket = null;
        try
        {
            socket = ListeningSocket.Open(bind, _server.Settings);
            var listener = Context.ActorOf(
                OnLoop(ListenerActor.Props(_server, socket, _supervisors), 0), _bound == 0 ? "listener" : $"listener-{_bound}");
            _bound++;
            _listeners.Add(Context.Watch(listener), socket);
            bind.Bound.TrySetResult(socket.LocalEndPoint!);
        }
        catch (Exception error)
        {
            socket?.Dispose();
            bind.Bound.TrySetException(error);
        }
    }

    private void OnListenerGone()
    {
        if (_draining)
        {
            StopWhenDrained();
        }
        else
        {
            OnListenerLost();
        }
    }

    /// <summary>It failed more often than restarting is worth: nothing more will be accepted, and whoever runs the server must know.</summary>
    private void OnListenerLost()
    {
        _server.ReportFault(new HttpException(
            "ERR_SERVER_ACCEPT_FAILED", "The server accepts no more connections: accepting failed again and again."));
    }

    private void OnConnectionGone()
    {
        if (_server.Settings.MaxConnections > 0)
        {
            ResumeAccepting();
        }

        StopWhenDrained();
    }

    private void ResumeAccepting()
    {
        foreach (var listener in _listeners.Keys)
        {
            listener.Tell(Resume);
        }
    }

    private static readonly ResumeAccepting Resume = new();
    private static readonly Drain DrainMessage = new();

    private void OnDrain()
    {
        _draining = true;
        _server.BeginDraining();
        foreach (var listener in _listeners.Keys)
        {
            listener.Tell(DrainMessage);
        }

        TellSupervisors(DrainMessage);
        StopWhenDrained();
    }

    private void StopWhenDrained()
    {
        // A listener that is still stopping may have accepted a connection that is not counted yet.
        if (_draining && _listeners.Count == 0 && _server.ConnectionCount == 0)
        {
            Context.Stop(Self);
        }
    }

    private void TellSupervisors(object message)
    {
        foreach (var supervisor in _supervisors)
        {
            supervisor.Tell(message);
        }
    }
}
