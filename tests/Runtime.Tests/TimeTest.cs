using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;
using Akka.TestKit.Xunit2;

namespace HttpActors.Runtime.Tests;

/// <summary>Tests in virtual time.</summary>
public abstract class TimeTest : TestKit
{
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    protected static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    protected TimeTest()
        : base(TestConfigs.TestSchedulerConfig.WithFallback("akka.stdout-loglevel = OFF"))
    {
    }

    protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    protected IActorRef Timed(Action<TimedActor, object> handler)
    {
        var probe = TestActor;
        return Sys.ActorOf(Props.Create(() => new TimedActor(handler, probe)));
    }

    protected void Sync(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new Identify(1), probe.Ref);
        probe.ExpectMsg<ActorIdentity>(Limit);
    }

    public sealed class TimedActor : UntypedActor, IWithTimers
    {
        private static int _instances;
        private readonly Action<TimedActor, object> _handler;
        private readonly IActorRef _probe;

        public TimedActor(Action<TimedActor, object> handler, IActorRef probe)
        {
            _handler = handler;
            _probe = probe;
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public int Instance { get; } = Interlocked.Increment(ref _instances);

        public IActorContext Ctx => Context;

        public void Report(object message) => _probe.Tell(message);

        protected override void OnReceive(object message) => _handler(this, message);
    }
}
