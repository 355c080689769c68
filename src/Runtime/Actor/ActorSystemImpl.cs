using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The actor system: wires its parts, owns the guardians, and ends them in order.</summary>
internal sealed class ActorSystemImpl : ActorSystem
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _onTermination = [];
    private readonly Lock _shutdownLock = new();
    private CoordinatedShutdown? _shutdown;
    private DeadLetterListener? _deadLetterListener;
    private bool _hasEnded;

    private ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        Name = name;
        Address = new Address("akka", name);
        RootPath = new RootActorPath(Address);
        Settings = new Settings(this, config);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.Start(this);
        Log = new BusLogging(EventStream, "ActorSystem(" + name + ")", typeof(ActorSystemImpl), DefaultLogMessageFormatter.Instance);
        DeadLetterRef = new DeadLetterActorRef(this, RootPath / "deadLetters");
        IgnoreRef = new IgnoreActorRef(this);
        Temp = new TempContainer(this, RootPath / "temp");
        Scheduler = setup.Get<SchedulerSetup>().Value?.Create(this) ?? new TimeProviderScheduler(TimeProvider.System, EventStream);
        Dispatchers = new Dispatchers(this, config);
        (Root, Guardian, SystemGuardian) = Guardians.Create(this);
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override IActorRef DeadLetters => DeadLetterRef;

    public override IActorRef IgnoreRef { get; }

    public override EventStream EventStream { get; }

    public override Dispatchers Dispatchers { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log { get; }

    public override Task WhenTerminated => _terminated.Task;

    public Address Address { get; }

    public ActorPath RootPath { get; }

    public DeadLetterActorRef DeadLetterRef { get; }

    public TempContainer Temp { get; }

    public LocalActorRef Root { get; }

    public LocalActorRef Guardian { get; }

    public LocalActorRef SystemGuardian { get; }

    public CoordinatedShutdown CoordinatedShutdown
    {
        get
        {
            lock (_shutdownLock) return _shutdown ??= new CoordinatedShutdown(this);
        }
    }

    public static ActorSystemImpl Start(string name, Config config, ActorSystemSetup setup)
    {
        CheckName(name);
        var system = new ActorSystemImpl(name, config, setup);
        system.Root.Cell.Start();
        system.SystemGuardian.Cell.Start();
        system.Guardian.Cell.Start();
        if (system.Settings.LogDeadLetters > 0) system._deadLetterListener = DeadLetterListener.Start(system);
        return system;
    }

    public override IActorRef ActorOf(Props props, string? name = null) => Guardian.Cell.ActorOf(props, name);

    public LocalActorRef SystemActorOf(Props props, string? name) => SystemGuardian.Cell.MakeChild(props, name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => Akka.Actor.ActorSelection.To(this, actorPath);

    public override ActorSelection ActorSelection(string actorPath) => Akka.Actor.ActorSelection.To(this, Root, actorPath);

    public override void Stop(IActorRef actor)
    {
        // A guardian stops its child itself, so that its books are right when it is asked to end.
        var parent = actor.Path.Parent;
        if (parent == Guardian.Path) Guardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        else if (parent == SystemGuardian.Path) SystemGuardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        else ((IInternalActorRef)actor).Stop();
    }

    public override Task Terminate() => Settings.CoordinatedShutdownRunByActorSystemTerminate
        ? CoordinatedShutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
        : FinalTerminate();

    /// <summary>Stops the actors, without the phases before.</summary>
    public Task FinalTerminate()
    {
        Log.Debug("System shutdown initiated");
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null) EventStream.Unsubscribe(_deadLetterListener);
        Guardian.Stop();
        return WhenTerminated;
    }

    public override void RegisterOnTermination(Action code)
    {
        lock (_onTermination)
        {
            if (_hasEnded) throw new InvalidOperationException("ActorSystem already terminated.");
            _onTermination.Add(code);
        }
    }

    public MessageDispatcher FindDispatcher(Props props, ActorPath parent, string? name)
    {
        if (ReferenceEquals(props.Dispatcher, Dispatchers.DefaultDispatcherId)) return Dispatchers.DefaultGlobalDispatcher;
        if (Dispatchers.HasDispatcher(props.Dispatcher)) return Dispatchers.Lookup(props.Dispatcher);
        throw new ConfigurationException($"Dispatcher [{props.Dispatcher}] not configured for path {parent}/{name ?? "$"}");
    }

    /// <summary>The root has stopped: the last actor is gone.</summary>
    public void RootTerminated()
    {
        Action[] callbacks;
        lock (_onTermination)
        {
            if (_hasEnded) return;
            _hasEnded = true;
            _onTermination.Reverse();
            callbacks = [.. _onTermination];
        }

        foreach (var callback in callbacks) RunGuarded(callback);
        (Scheduler as IDisposable)?.Dispose();
        _terminated.TrySetResult();
    }

    public override string ToString() => Address.ToString();

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var valid = name.Length > 0 && name[0] != '-';
        foreach (var c in name) valid = valid && (char.IsAsciiLetterOrDigit(c) || c == '-');
        if (!valid)
            throw new ArgumentException($"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
    }

    private void RunGuarded(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception e)
        {
            Log.Error(e, "A termination callback failed");
        }
    }
}
