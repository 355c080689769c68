using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// A test's actor system, its test actor, and expectations about what that receives. Each form that waits comes twice:
/// one that blocks, one with Async.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _testActorNumber;

    private readonly ITestKitAssertions _assertions;
    private readonly EnvelopeQueue _queue = new();
    private MessageEnvelope _lastMessage = NullMessageEnvelope.Instance;
    private TimeSpan? _end;
    private bool _lastWasNoMsg;
    private ActorSystem _system = null!;
    private LocalActorRef _testActor = null!;

    /// <summary>Creates a TestKit.</summary>
    /// <param name="assertions">How failures are told.</param>
    /// <param name="system">The system; null for one of its own.</param>
    /// <param name="testActorName">The test actor's name; null for a generated one.</param>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName)
    {
    }

    /// <summary>Creates a TestKit with a system of its own.</summary>
    /// <param name="assertions">How failures are told.</param>
    /// <param name="setup">What the system is made with.</param>
    /// <param name="actorSystemName">Its name; null for <c>test</c>.</param>
    /// <param name="testActorName">The test actor's name; null for a generated one.</param>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    /// <summary>Creates a TestKit with a system of its own.</summary>
    /// <param name="assertions">How failures are told.</param>
    /// <param name="config">The system's configuration.</param>
    /// <param name="actorSystemName">Its name; null for <c>test</c>.</param>
    /// <param name="testActorName">The test actor's name; null for a generated one.</param>
    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName)
    {
    }

    /// <summary>Creates a TestKit.</summary>
    /// <param name="assertions">How failures are told.</param>
    /// <param name="system">The system; null for one of its own.</param>
    /// <param name="config">What a system of its own is made with.</param>
    /// <param name="actorSystemName">The name of a system of its own; null for <c>test</c>.</param>
    /// <param name="testActorName">The test actor's name; null for a generated one.</param>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    /// <summary>What a system of a TestKit's own is configured with, below what the test says.</summary>
    public static Config DefaultConfig { get; } = ConfigurationFactory.ParseString(
        "akka.test { timefactor = 1.0, filter-leeway = 3s, single-expect-default = 3s, default-timeout = 5s }");

    /// <summary>Everything that can be logged.</summary>
    public static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString(
        """
        akka.log-dead-letters-during-shutdown = true
        akka.actor.debug { autoreceive = true, lifecycle = true, event-stream = true, unhandled = true }
        akka.log-dead-letters = true
        akka.loglevel = DEBUG
        akka.stdout-loglevel = DEBUG
        """);

    /// <summary>The time of day, in UTC.</summary>
    public static TimeSpan Now => TimeSpan.FromTicks(TimeProvider.System.GetUtcNow().UtcTicks);

    /// <summary>The system.</summary>
    public ActorSystem Sys => _system;

    /// <summary>The times that apply.</summary>
    public TestKitSettings TestKitSettings { get; private set; } = null!;

    /// <summary>The actor whose messages are expected; the sender of what the test tells.</summary>
    public IActorRef TestActor => _testActor;

    /// <summary>The last message that was received.</summary>
    /// <exception cref="IllegalActorStateException">None was.</exception>
    public object LastMessage => _lastMessage.Message;

    /// <summary>The sender of the last message that was received.</summary>
    /// <exception cref="IllegalActorStateException">None was.</exception>
    public IActorRef LastSender => _lastMessage.Sender;

    /// <summary>Whether there are messages that were not received yet.</summary>
    public bool HasMessages => _queue.Count > 0;

    /// <summary>A logger.</summary>
    public ILoggingAdapter Log { get; private set; } = null!;

    /// <summary>Expectations about log events.</summary>
    public EventFilterFactory EventFilter { get; private set; } = null!;

    /// <summary>The time that is left in Within, or the default one outside of it.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>The time that is left in Within.</summary>
    /// <exception cref="InvalidOperationException">Called outside of it.</exception>
    public TimeSpan Remaining
    {
        get
        {
            if (_end is null) throw new InvalidOperationException("Remaining may not be called outside of \"within\"");
            return RemainingOr(TimeSpan.Zero);
        }
    }

    internal ITestKitAssertions Assertions => _assertions;

    /// <summary>Expectations about log events of another system.</summary>
    /// <param name="system">The system.</param>
    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    /// <summary>Makes a test actor.</summary>
    /// <param name="name">Its name.</param>
    public IActorRef CreateTestActor(string name) => MakeTestActor(_system, name);

    /// <summary>Makes a probe: a test actor with expectations of its own.</summary>
    /// <param name="name">Its name; null for a generated one.</param>
    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(Sys, name);

    /// <summary>Makes a probe in another system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    /// <summary>Messages that fit are not received any more.</summary>
    /// <param name="shouldIgnoreMessage">Which.</param>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        _testActor.Tell(new InternalTestActor.SetIgnore(shouldIgnoreMessage), ActorRefs.NoSender);

    /// <summary>Messages of a type that fit are not received any more.</summary>
    /// <typeparam name="TMsg">The type.</typeparam>
    /// <param name="shouldIgnoreMessage">Which.</param>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));

    /// <summary>Messages of a type are not received any more.</summary>
    /// <typeparam name="TMsg">The type.</typeparam>
    public void IgnoreMessages<TMsg>() => IgnoreMessages(static message => message is TMsg);

    /// <summary>All messages are received again.</summary>
    public void IgnoreNoMessages() => _testActor.Tell(new InternalTestActor.SetIgnore(null), ActorRefs.NoSender);

    /// <summary>Watches an actor; see ExpectTerminated. Returns when the watch is in place.</summary>
    /// <param name="actorToWatch">The actor.</param>
    /// <returns>The actor.</returns>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        WatchAsync(actorToWatch).GetAwaiter().GetResult();
        return actorToWatch;
    }

    /// <inheritdoc cref="Watch"/>
    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        await TestActor.Ask(new InternalTestActor.WatchRequest(actorToWatch, IsOn: true), RemainingOrDefault).ConfigureAwait(false);
        return actorToWatch;
    }

    /// <summary>Ends a watch.</summary>
    /// <param name="actorToUnwatch">The actor.</param>
    /// <returns>The actor.</returns>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        UnwatchAsync(actorToUnwatch).GetAwaiter().GetResult();
        return actorToUnwatch;
    }

    /// <inheritdoc cref="Unwatch"/>
    public async Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch)
    {
        await TestActor.Ask(new InternalTestActor.WatchRequest(actorToUnwatch, IsOn: false), RemainingOrDefault).ConfigureAwait(false);
        return actorToUnwatch;
    }

    /// <summary>Lets a pilot answer messages before the test sees them.</summary>
    /// <param name="pilot">The pilot.</param>
    public void SetAutoPilot(AutoPilot pilot) => _testActor.Tell(new InternalTestActor.SetAutoPilot(pilot), ActorRefs.NoSender);

    /// <summary>A time, dilated; or the time that is left in Within, or the default one.</summary>
    /// <param name="duration">The time; null for one of the others.</param>
    /// <exception cref="ArgumentException">It is negative.</exception>
    public TimeSpan RemainingOrDilated(TimeSpan? duration) => duration is { } given ? Dilated(given) : RemainingOrDefault;

    /// <summary>A time multiplied by the time factor.</summary>
    /// <param name="duration">The time.</param>
    /// <exception cref="ArgumentException">It is negative.</exception>
    public TimeSpan Dilated(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero) throw new ArgumentException("Must not be negative", nameof(duration));
        return duration * TestKitSettings.TestTimeFactor;
    }

    /// <summary>A time, or the default one for an expectation.</summary>
    /// <param name="timeout">The time; null for the default one.</param>
    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? TestKitSettings.SingleExpectDefault;

    /// <summary>Terminates the system.</summary>
    /// <param name="duration">How long to wait; null for 5 s.</param>
    /// <param name="verifySystemShutdown">Whether not to end in time is a failure.</param>
    /// <exception cref="TimeoutException">It did not end in time, and that is a failure.</exception>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) => Shutdown(_system, duration, verifySystemShutdown);

    /// <summary>Terminates a system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="duration">How long to wait; null for 5 s.</param>
    /// <param name="verifySystemShutdown">Whether not to end in time is a failure.</param>
    /// <exception cref="TimeoutException">It did not end in time, and that is a failure.</exception>
    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var limit = duration ?? Dilated(TimeSpan.FromSeconds(5));
        if (Task.WaitAny([system.Terminate()], limit) >= 0) return;
        var failure = $"Failed to stop [{system.Name}] within [{limit}].";
        if (verifySystemShutdown) throw new TimeoutException(failure);
        system.Log.Warning(failure);
    }

    /// <summary>Sets the TestKit up; called by the constructors.</summary>
    /// <param name="system">The system; null for one of its own.</param>
    /// <param name="config">What a system of its own is made with.</param>
    /// <param name="actorSystemName">The name of a system of its own; null for <c>test</c>.</param>
    /// <param name="testActorName">The test actor's name; null for a generated one.</param>
    protected virtual void InitializeTest(ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        _system = system ?? ActorSystem.Create(actorSystemName ?? "test", WithDefaults(config));
        TestKitSettings = new TestKitSettings(_system.Settings.Config.WithFallback(DefaultConfig));
        Log = Logging.GetLogger(_system, GetType());
        EventFilter = new EventFilterFactory(this);
        _system.Dispatchers.RegisterConfigurator(
            CallingThreadDispatcher.Id, new CallingThreadDispatcherConfigurator(_system.Settings.Config, _system.Dispatchers.Prerequisites));
        _testActor = MakeTestActor(_system, testActorName ?? "testActor" + Interlocked.Increment(ref _testActorNumber));
        if (this is TestProbe) return;
        TestEventListener.For(_system);
        var sender = this is INoImplicitSender ? null : _testActor.Cell;
        ActorCell.Enter(sender);
        SynchronizationContext.SetSynchronizationContext(new ActorCellKeepingSynchronizationContext(sender));
    }

    /// <summary>The time that is left in Within, or another one outside of it.</summary>
    /// <param name="duration">The other one.</param>
    protected TimeSpan RemainingOr(TimeSpan duration)
    {
        if (_end is not { } end) return duration;
        var left = end - Clock.Elapsed;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <summary>What runs on this thread later must not tell in the name of this test's actor.</summary>
    internal void LeaveThread()
    {
        if (ReferenceEquals(ActorCell.Current, _testActor.Cell)) ActorCell.Enter(null);
        if (SynchronizationContext.Current is ActorCellKeepingSynchronizationContext) SynchronizationContext.SetSynchronizationContext(null);
    }

    private static ActorSystemSetup WithDefaults(ActorSystemSetup setup)
    {
        var config = setup.Get<BootstrapSetup>().Value?.Config.Value ?? Config.Empty;
        var all = config.WithFallback(DefaultConfig);
        setup = setup.WithSetup(BootstrapSetup.Create().WithConfig(all));
        return all.HasPath("akka.scheduler.implementation")
            ? setup.WithSetup(new SchedulerSetup(system => new TestScheduler(all, system.Log)))
            : setup;
    }

    private LocalActorRef MakeTestActor(ActorSystem system, string name)
    {
        var props = Props.CreateBy(new TestActorProducer(_queue)).WithDispatcher(CallingThreadDispatcher.Id);
        return ((ActorSystemImpl)system).SystemActorOf(props, name);
    }

    private sealed class TestActorProducer(EnvelopeQueue queue) : IIndirectActorProducer
    {
        public Type ActorType => typeof(InternalTestActor);

        public ActorBase Produce() => new InternalTestActor(queue);

        public void Release(ActorBase actor)
        {
        }
    }
}
