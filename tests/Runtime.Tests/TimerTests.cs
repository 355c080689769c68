using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class TimerTests : TimeTest
{
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
}
