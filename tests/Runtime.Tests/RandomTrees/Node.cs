using Akka.Actor;

namespace HttpActors.Runtime.Tests.RandomTrees;

internal sealed record Numbered(int Driver, long Number);

internal sealed record Spawn(int Kind);

internal sealed record Fail(int Kind);

internal sealed record WatchIt(IActorRef Subject);

internal sealed record Unwatch(IActorRef Subject);

internal sealed record Switch;

internal sealed record StopChild;

internal sealed record Async;

internal sealed class EscalatedException : Exception;

/// <summary>An actor of a random tree.</summary>
internal sealed class Node : ReceiveActor
{
    private readonly World _world;
    private readonly IActorRef? _parent;

    // Self is not ours any more once a restart has begun; a stop that comes before it has finished still runs PostStop.
    private readonly IActorRef _self;
    private readonly Dictionary<int, long> _last;
    private readonly HashSet<IActorRef> _watching = [];
    private int _inside;
    private bool _isRestarting;

    private Node(World world, IActorRef? parent, Dictionary<int, long> last)
    {
        _world = world;
        _self = Self;
        _parent = parent;
        _last = last;
        Receive<Numbered>(OnNumbered);
        Receive<Spawn>(spawn => Guarded(() => Make(spawn)));
        Receive<Fail>(OnFail);
        Receive<WatchIt>(watch => Guarded(() => OnWatch(watch.Subject)));
        Receive<Unwatch>(watch => Guarded(() => OnUnwatch(watch.Subject)));
        Receive<Terminated>(terminated => Guarded(() => OnTerminated(terminated)));
        Receive<Switch>(_ => BecomeStacked(() =>
        {
            Receive<Terminated>(terminated => Guarded(() => OnTerminated(terminated)));
            ReceiveAny(_ => UnbecomeStacked());
        }));
        Receive<StopChild>(_ => Guarded(StopSome));
        ReceiveAsync<Async>(async _ =>
        {
            Enter();
            await Task.Yield();
            Leave();
        });
    }

    public static Props PropsOf(World world, IActorRef? parent)
    {
        // The order of messages must hold across restarts, so the books outlive the instance.
        var last = new Dictionary<int, long>();
        var props = Props.CreateBy(new Producer(() => new Node(world, parent, last)));
        return world.Dispatcher is { } dispatcher ? props.WithDispatcher(dispatcher) : props;
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        8,
        60_000,
        e => e switch
        {
            EscalatedException => Directive.Escalate,
            NotSupportedException => Directive.Resume,
            TimeoutException => Directive.Stop,
            ActorKilledException => Directive.Stop,
            _ => Directive.Restart,
        },
        loggingEnabled: false);

    protected override void PreStart() => _world.Started(Self, _parent);

    protected override void PreRestart(Exception reason, object? message)
    {
        foreach (var subject in _watching)
        {
            Context.Unwatch(subject);
            _world.NotWatching(_self, subject);
        }

        _watching.Clear();
        _isRestarting = true;
        base.PreRestart(reason, message);
        _isRestarting = false;
    }

    protected override void PostRestart(Exception reason) => _world.Check(_world.Living.ContainsKey(Self), $"{Self} restarted and does not live");

    protected override void PostStop()
    {
        foreach (var subject in _watching) _world.NotWatching(_self, subject);
        if (!_isRestarting) _world.Stopped(_self);
    }

    private void Enter() => _world.Check(Interlocked.Increment(ref _inside) == 1, $"two turns of {Self} at the same time");

    private void Leave() => Interlocked.Decrement(ref _inside);

    private void Guarded(Action action)
    {
        Enter();
        action();
        Leave();
    }

    private void OnNumbered(Numbered message) => Guarded(() =>
    {
        var last = _last.GetValueOrDefault(message.Driver);
        _world.Check(message.Number > last, $"{Self} got {message} after {last}");
        _last[message.Driver] = message.Number;
    });

    private void Make(Spawn spawn)
    {
        if (Self.Path.Depth > 6 || Context.GetChildren().Count() > 8) return;
        var child = Context.ActorOf(PropsOf(_world, Self), null);
        if (spawn.Kind == 0) OnWatch(child);
    }

    private void OnFail(Fail fail) => throw fail.Kind switch
    {
        0 => new EscalatedException(),
        1 => new NotSupportedException(),
        2 => new TimeoutException(),
        _ => new InvalidOperationException(),
    };

    private void OnWatch(IActorRef subject)
    {
        if (subject.Equals(Self) || !_watching.Add(subject)) return;
        _world.Watching(Self, subject);
        Context.Watch(subject);
    }

    private void OnUnwatch(IActorRef subject)
    {
        if (!_watching.Remove(subject)) return;
        Context.Unwatch(subject);
        _world.NotWatching(Self, subject);
    }

    private void OnTerminated(Terminated terminated)
    {
        _watching.Remove(terminated.ActorRef);
        _world.Heard(Self, terminated.ActorRef);
        _world.Check(_world.Ended.ContainsKey(terminated.ActorRef), $"{Self} heard of the end of {terminated.ActorRef} before it");
    }

    private void StopSome()
    {
        var child = Context.GetChildren().OrderBy(child => child.Path.Name, StringComparer.Ordinal).FirstOrDefault();
        if (child is not null) Context.Stop(child);
    }

    private sealed class Producer(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Node);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
