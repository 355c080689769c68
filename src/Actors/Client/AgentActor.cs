using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Actors.Client;

/// <summary>One agent: parents its origins, ticks the coarse clock, and shares the connections that it may have.</summary>
internal sealed class AgentActor(AgentContext agent) : UntypedActor
{
    private readonly Dictionary<Origin, IActorRef> _origins = [];
    private readonly HashSet<IActorRef> _children = [];
    private readonly Queue<Origin> _starving = new();
    private ITimer? _tick;
    private object? _closing;
    private int _started;

    public static Props Props(AgentContext agent) => Akka.Actor.Props.CreateBy(new ActorProducer<AgentActor>(() => new AgentActor(agent)));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Resume);

    protected override void PreStart()
    {
        if (agent.Log == HttpLog.None)
        {
            agent.Log = new AkkaLog(Context.GetLogger());
        }

        var self = Self;
        _tick = agent.Time.CreateTimer(_ => OnTimer(self), null, agent.Settings.TickInterval, agent.Settings.TickInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Submit submit:
                agent.OnSubmitted();
                OriginActorOf(submit.Exchange).Tell(message);
                break;
            case SubmitTakenBack:
                StopWhenEmpty();
                break;
            case ClientTick:
                TellOrigins(message);
                break;
            case RoomAvailable:
                FeedStarving();
                break;
            case Starving starving:
                OnStarving(starving.Origin);
                break;
            case OriginEmpty empty:
                OnEmpty(empty.Origin);
                break;
            case Terminated terminated:
                OnOriginGone(terminated.ActorRef);
                break;
            case CloseAgent or DestroyAgent:
                _closing = message;
                agent.IsClosing = true;
                TellOrigins(message);
                StopWhenEmpty();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _tick?.Dispose();
        agent.IsClosing = true;
        agent.OnStopped();
    }

    private static readonly ClientTick TickMessage = new();

    private void OnTimer(IActorRef self)
    {
        agent.Clock.Tick();
        self.Tell(TickMessage, ActorRefs.NoSender);
    }

    private IActorRef OriginActorOf(ClientExchange exchange)
    {
        if (exchange.Origin.IsRetired)
        {
            exchange.Origin = agent.OriginFor(exchange.Origin.Key);
        }

        var origin = exchange.Origin;
        if (_origins.TryGetValue(origin, out var actor))
        {
            return actor;
        }

        var number = ++_started;
        var props = OriginActor.Props(origin);
        props = agent.Loops is { } loops ? props.WithDispatcher(LoopDispatcher.IdOf(number % loops.Loops.Count)) : props;
        actor = Context.Watch(Context.ActorOf(props, $"origin-{number}"));
        origin.Attach(actor);
        _origins.Add(origin, actor);
        _children.Add(actor);
        if (_closing is not null)
        {
            actor.Tell(_closing);
        }

        return actor;
    }

    /// <summary>Takes an idle connection from another origin, so that this one may open one.</summary>
    private void OnStarving(Origin origin)
    {
        if (!_starving.Contains(origin))
        {
            _starving.Enqueue(origin);
        }

        agent.IsStarving = true;
        if (agent.OpenCount < agent.Settings.MaxTotalSockets)
        {
            FeedStarving();
            return;
        }

        foreach (var other in _origins.Keys)
        {
            if (other.Waiting == 0 && other.Idle.TakeOldest() is { } idle)
            {
                idle.Tell(ConnectionMessage.CloseIdle);
                return;
            }
        }
    }

    /// <summary>An origin that has no use for the room any more says so, and the next one gets it.</summary>
    private void FeedStarving()
    {
        var room = agent.Settings.MaxTotalSockets - agent.OpenCount;
        while (room > 0 && _starving.TryDequeue(out var next))
        {
            if (_origins.TryGetValue(next, out var actor))
            {
                actor.Tell(Serve);
                room--;
            }
        }

        agent.IsStarving = _starving.Count > 0;
    }

    private static readonly ServeQueue Serve = new();

    /// <summary>
    /// Requests from now on take the origin's successor; those passed on before are served before it stops.
    /// </summary>
    private void OnEmpty(Origin origin)
    {
        agent.Forget(origin);
        _origins.Remove(origin);
        origin.Tell(new StopIfEmpty());
    }

    private void OnOriginGone(IActorRef actor)
    {
        _children.Remove(actor);
        foreach (var (origin, known) in _origins)
        {
            if (known.Equals(actor))
            {
                agent.Forget(origin);
                _origins.Remove(origin);
                break;
            }
        }

        StopWhenEmpty();
    }

    private void StopWhenEmpty()
    {
        if (_closing is not null && _children.Count == 0 && agent.TrySeal())
        {
            Context.Stop(Self);
        }
    }

    private void TellOrigins(object message)
    {
        foreach (var origin in _children)
        {
            origin.Tell(message);
        }
    }
}
