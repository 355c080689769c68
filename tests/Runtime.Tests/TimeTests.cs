using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;
using Akka.TestKit.Xunit2;

namespace HttpActors.Runtime.Tests;

/// <summary>Timers, receive timeouts and the scheduler, in virtual time.</summary>
public class TimeTests : TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    public TimeTests()
        : base(TestConfigs.TestSchedulerConfig.WithFallback("akka.stdout-loglevel = OFF"))
    {
    }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    private IActorRef Timed(Action<TimedActor, object> handler)
    {
        var probe = TestActor;
        return Sys.ActorOf(Props.Create(() => new TimedActor(handler, probe)));
    }

    private void Sync(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new Identify(1), probe.Ref);
        probe.ExpectMsg<ActorIdentity>(Limit);
    }

    [Fact]
    public void A_single_timer_fires_once()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Timers.StartSingleTimer("k", "tick", Second);
            else self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second - TimeSpan.FromMilliseconds(1));
        ExpectNoMsg(Short);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg("tick", Limit);
        Time.Advance(Second);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_cancelled()
    {
        var actor = Timed((self, message) =>
        {
            switch (message)
            {
                case "start": self.Timers.StartPeriodicTimer("k", "tick", Second); break;
                case "cancel": self.Timers.Cancel("k"); break;
                default: self.Report(message); break;
            }
        });
        actor.Tell("start");
        Sync(actor);
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(Second);
            ExpectMsg("tick", Limit);
        }

        actor.Tell("cancel");
        Sync(actor);
        Time.Advance(Second);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_periodic_timer_can_begin_sooner()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Timers.StartPeriodicTimer("k", "tick", TimeSpan.Zero, Second);
            else self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg("tick", Limit);
        Time.Advance(Second);
        ExpectMsg("tick", Limit);
    }

    [Fact]
    public void A_timer_replaces_one_with_the_same_key()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start")
            {
                self.Timers.StartSingleTimer("k", "old", Second);
                self.Timers.StartSingleTimer("k", "new", Second);
            }
            else self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second);
        ExpectMsg("new", Limit);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Timers_can_be_listed()
    {
        var actor = Timed((self, message) =>
        {
            if (message is not "start") return;
            self.Timers.StartSingleTimer("a", "x", Second);
            self.Timers.StartPeriodicTimer("b", "x", Second);
            self.Report((self.Timers.IsTimerActive("a"), self.Timers.IsTimerActive("c"), self.Timers.ActiveTimers.Count));
            self.Timers.CancelAll();
            self.Report(self.Timers.ActiveTimers.Count);
        });
        actor.Tell("start");
        ExpectMsg((true, false, 2), Limit);
        ExpectMsg(0, Limit);
    }

    [Fact]
    public void A_single_timer_that_fired_is_not_active_any_more()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Timers.StartSingleTimer("k", "tick", Second);
            else self.Report(self.Timers.IsTimerActive("k"));
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second);
        ExpectMsg(false, Limit);
    }

    [Fact]
    public void A_timer_cancelled_when_its_message_is_in_the_mailbox_is_not_delivered()
    {
        using var gate = new ManualResetEventSlim();
        var actor = Timed((self, message) =>
        {
            switch (message)
            {
                case "start": self.Timers.StartSingleTimer("k", "tick", Second); break;
                case "block":
                    self.Report("blocked");
                    gate.Wait(Limit);
                    self.Timers.Cancel("k");
                    break;
                default: self.Report(message); break;
            }
        });
        actor.Tell("start");
        actor.Tell("block");
        ExpectMsg("blocked", Limit);
        Time.Advance(Second);
        gate.Set();
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Timers_die_with_the_instance_that_set_them()
    {
        var actor = Timed((self, message) =>
        {
            switch (message)
            {
                case "start": self.Timers.StartPeriodicTimer("k", "tick " + self.Instance, Second); break;
                case Exception e: throw e;
                default: self.Report(message); break;
            }
        });
        actor.Tell("start");
        actor.Tell(new InvalidOperationException());
        Sync(actor);
        Time.Advance(Second);
        ExpectNoMsg(Short);
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second);
        Assert.StartsWith("tick", ExpectMsg<string>(Limit), StringComparison.Ordinal);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Timers_die_with_their_actor()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.AllDeadLetters));
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Timers.StartPeriodicTimer("k", "tick", Second);
        });
        actor.Tell("start");
        Watch(actor);
        Sync(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Time.Advance(Second);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_timer_can_stop_the_actor()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Timers.StartSingleTimer("k", PoisonPill.Instance, Second);
        });
        Watch(actor);
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_receive_timeout_comes_when_nothing_else_does()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Ctx.SetReceiveTimeout(Second);
            else self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second);
        ExpectMsg<ReceiveTimeout>(Limit);
        Sync(actor);
        Time.Advance(Second);
        ExpectMsg<ReceiveTimeout>(Limit);
    }

    [Fact]
    public void A_message_starts_the_receive_timeout_anew()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Ctx.SetReceiveTimeout(Second);
            else self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second / 2);
        actor.Tell("x");
        ExpectMsg("x", Limit);
        Sync(actor);
        Time.Advance(Second * 0.7);
        ExpectNoMsg(Short);
        Time.Advance(Second * 0.4);
        ExpectMsg<ReceiveTimeout>(Limit);
    }

    [Fact]
    public void Some_messages_do_not_count_for_the_receive_timeout()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Ctx.SetReceiveTimeout(Second);
            else if (message is not Quiet) self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second / 2);
        actor.Tell(new Quiet());
        Sync(actor);
        Time.Advance(Second / 2);
        ExpectMsg<ReceiveTimeout>(Limit);
    }

    [Fact]
    public void A_receive_timeout_can_be_switched_off()
    {
        var actor = Timed((self, message) =>
        {
            switch (message)
            {
                case "start":
                    self.Ctx.SetReceiveTimeout(Second);
                    self.Report(self.Ctx.ReceiveTimeout!);
                    break;
                case "off": self.Ctx.SetReceiveTimeout(null); break;
                default: self.Report(message); break;
            }
        });
        actor.Tell("start");
        ExpectMsg(Second, Limit);
        actor.Tell("off");
        Sync(actor);
        Time.Advance(Second * 2);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_message_is_scheduled_once()
    {
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "x", ActorRefs.NoSender);
        ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(Second);
        ExpectMsg("x", Limit);
        Time.Advance(Second);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_message_is_scheduled_again_and_again_until_cancelled()
    {
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(Second, Second, TestActor, "x", TestActor);
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(Second);
            ExpectMsg("x", Limit);
        }

        cancelable.Cancel();
        Assert.True(cancelable.IsCancellationRequested);
        Time.Advance(Second);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Scheduled_messages_come_in_the_order_of_their_times()
    {
        Sys.Scheduler.ScheduleTellOnce(Second * 2, TestActor, "b", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "a", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second * 3, TestActor, "c", ActorRefs.NoSender);
        Time.Advance(Second * 3);
        ExpectMsg("a", Limit);
        ExpectMsg("b", Limit);
        ExpectMsg("c", Limit);
    }

    [Fact]
    public void Virtual_time_moves_as_it_is_told()
    {
        var before = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), Time.Now - before);
        Time.AdvanceTo(before + TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromHours(2), Time.Now - before);
        Assert.Throws<InvalidOperationException>(() => Time.AdvanceTo(before));
    }

    private sealed record Quiet : INotInfluenceReceiveTimeout;

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
