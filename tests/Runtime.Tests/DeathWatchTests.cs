using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class DeathWatchTests : ActorTest
{
    private IActorRef Idle(string? name = null) => Acting((_, _) => { }, name);

    /// <summary>An actor that watches, unwatches and reports what it receives besides.</summary>
    private IActorRef Watcher(IActorRef report) => Acting((context, message) =>
    {
        switch (message)
        {
            case ("watch", IActorRef subject): context.Watch(subject); break;
            case ("unwatch", IActorRef subject): context.Unwatch(subject); break;
            case ("with", IActorRef subject, object note): context.WatchWith(subject, note); break;
            case Exception e: throw e;
            case Terminated terminated: report.Tell(new Gone(terminated.ActorRef), context.Self); break;
            default: report.Tell(message, context.Self); break;
        }
    });

    [Fact]
    public void A_watcher_hears_of_the_end_once()
    {
        var subject = Idle();
        Watch(subject);
        Sys.Stop(subject);
        var terminated = ExpectTerminated(subject);
        Assert.True(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Watching_twice_is_watching_once()
    {
        var subject = Idle();
        Watch(subject);
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_watch_after_the_end_is_answered_at_once()
    {
        var subject = Idle();
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        var late = CreateTestProbe();
        late.Watch(subject);
        Assert.False(late.ExpectTerminated(subject).ExistenceConfirmed);
        late.ExpectNoMsg(Short);
    }

    [Fact]
    public void Every_watcher_hears_of_it()
    {
        var subject = Idle();
        var probes = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToArray();
        foreach (var probe in probes) probe.Watch(subject);
        Sys.Stop(subject);
        foreach (var probe in probes) probe.ExpectTerminated(subject);
    }

    [Fact]
    public void Watches_that_race_with_the_end_are_all_answered()
    {
        for (var round = 0; round < 50; round++)
        {
            var subject = Idle();
            var probe = CreateTestProbe();
            var watcher = Watcher(probe.Ref);
            var stop = new Thread(() => Sys.Stop(subject));
            stop.Start();
            watcher.Tell(("watch", subject));
            Assert.True(stop.Join(Limit));
            Assert.Equal(subject, probe.ExpectMsg<Gone>(Limit).Actor);
        }
    }

    [Fact]
    public void An_unwatched_end_is_not_heard_of()
    {
        var subject = Idle();
        Watch(subject);
        Unwatch(subject);
        var other = CreateTestProbe();
        other.Watch(subject);
        Sys.Stop(subject);
        other.ExpectTerminated(subject);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void An_unwatch_takes_a_termination_out_of_the_mailbox()
    {
        using var gate = new ManualResetEventSlim();
        var subject = Idle();
        var watcher = Acting((context, message) =>
        {
            switch (message)
            {
                case "watch":
                    context.Watch(subject);
                    TestActor.Tell("watching", context.Self);
                    break;
                case "block":
                    gate.Wait(Limit);
                    context.Unwatch(subject);
                    break;
                default:
                    TestActor.Tell(message, context.Self);
                    break;
            }
        });
        watcher.Tell("watch");
        ExpectMsg("watching");
        watcher.Tell("block");
        Sys.Stop(subject);
        var other = CreateTestProbe();
        other.Watch(subject);
        other.ExpectTerminated(subject);
        gate.Set();
        watcher.Tell("after");
        ExpectMsg("after");
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_watch_can_ask_for_a_message_of_its_own()
    {
        var subject = Idle();
        var watcher = Watcher(TestActor);
        watcher.Tell(("with", subject, (object)"he is gone"));
        Sync(watcher);
        Sys.Stop(subject);
        ExpectMsg("he is gone");
    }

    [Fact]
    public void A_watch_with_a_message_of_its_own_after_the_end_gets_it_too()
    {
        var subject = Idle();
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        Watcher(TestActor).Tell(("with", subject, (object)"long gone"));
        ExpectMsg("long gone");
    }

    [Fact]
    public void A_parent_that_watches_its_child_hears_once()
    {
        var probe = TestActor;
        var parent = ActorOf(Making(() => new WatchingParent(probe)));
        parent.Tell("stop child");
        ExpectMsg("child stopped");
        ExpectMsg<Gone>();
        parent.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void A_parent_hears_of_its_child_after_the_childs_PostStop()
    {
        var probe = TestActor;
        var parent = ActorOf(Making(() => new WatchingParent(probe)));
        parent.Tell("stop child");
        ExpectMsg("child stopped");
        ExpectMsg<Gone>();
    }

    [Fact]
    public void An_unhandled_termination_fails_the_watcher()
    {
        var subject = Idle();
        var watcher = ActorOf(Making(() => new PactActor(subject)));
        Watch(watcher);
        Sync(watcher);
        EventFilter.Exception<DeathPactException>().ExpectOne(() => Sys.Stop(subject));
        ExpectTerminated(watcher);
    }

    [Fact]
    public void Watching_oneself_does_nothing()
    {
        var actor = Acting((context, message) =>
        {
            context.Watch(context.Self);
            context.Sender.Tell("ok");
        });
        actor.Tell("x");
        ExpectMsg("ok");
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Watching_null_is_refused()
    {
        var actor = Acting((context, message) =>
        {
            try
            {
                context.Watch(null!);
            }
            catch (Exception e)
            {
                context.Sender.Tell(e);
            }
        });
        actor.Tell("x");
        ExpectMsg<ArgumentNullException>();
    }

    [Fact]
    public void Two_that_watch_each_other_both_hear()
    {
        var (a, b) = (Watcher(TestActor), Watcher(TestActor));
        a.Tell(("watch", b));
        b.Tell(("watch", a));
        Sync(a);
        Sync(b);
        Sys.Stop(a);
        Assert.Equal(a, ExpectMsg<Gone>().Actor);
        Assert.Equal(b, LastSender);
        Sys.Stop(b);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_watch_outlives_a_restart_of_the_watcher()
    {
        var subject = Idle();
        var watcher = Watcher(TestActor);
        watcher.Tell(("watch", subject));
        watcher.Tell(new InvalidOperationException("restart"));
        Sync(watcher);
        Sys.Stop(subject);
        Assert.Equal(subject, ExpectMsg<Gone>().Actor);
    }

    [Fact]
    public void A_restart_of_the_subject_is_no_end()
    {
        var subject = Watcher(TestActor);
        Watch(subject);
        subject.Tell(new InvalidOperationException("restart"));
        subject.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void What_the_subject_told_before_its_end_comes_before_the_notice()
    {
        var subject = Acting((context, message) =>
        {
            for (var i = 0; i < 100; i++) TestActor.Tell(i, context.Self);
            context.Stop(context.Self);
        });
        Watch(subject);
        subject.Tell("go");
        for (var i = 0; i < 100; i++) ExpectMsg(i);
        ExpectTerminated(subject);
    }

    [Fact]
    public void A_dead_watcher_is_told_nothing()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        var subject = Idle();
        var watcher = Watcher(TestActor);
        watcher.Tell(("watch", subject));
        Watch(watcher);
        Sync(watcher);
        Sys.Stop(watcher);
        ExpectTerminated(watcher);
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Terminated_compares_by_value()
    {
        var subject = Idle();
        Assert.Equal(new Terminated(subject, true, false), new Terminated(subject, true, false));
        Assert.NotEqual(new Terminated(subject, true, false), new Terminated(subject, false, false));
        Assert.Equal(new Terminated(subject, true, false).GetHashCode(), new Terminated(subject, true, false).GetHashCode());
    }

    // Terminated itself means nothing to one who does not watch, so it is not passed on.
    private sealed record Gone(IActorRef Actor);

    private sealed class WatchingParent : UntypedActor
    {
        private readonly IActorRef _probe;
        private readonly IActorRef _child;

        public WatchingParent(IActorRef probe)
        {
            _probe = probe;
            _child = Context.Watch(Context.ActorOf(Making(() => new LeavingChild(probe))));
        }

        protected override void OnReceive(object message)
        {
            if (message is "stop child") Context.Stop(_child);
            else _probe.Tell(message is Terminated terminated ? new Gone(terminated.ActorRef) : message);
        }
    }

    private sealed class LeavingChild(IActorRef probe) : UntypedActor
    {
        protected override void PostStop() => probe.Tell("child stopped");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class PactActor : UntypedActor
    {
        public PactActor(IActorRef subject) => Context.Watch(subject);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
