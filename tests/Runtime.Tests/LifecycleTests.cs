using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class LifecycleTests : RecorderTest
{
    [Fact]
    public void PreStart_runs_after_the_constructor_and_before_the_first_message()
    {
        var actor = Recorder();
        actor.Tell("x");
        ExpectHooks("ctor", "prestart");
        ExpectMsg("x");
    }

    [Fact]
    public void A_PreStart_that_throws_stops_the_actor_without_PostStop()
    {
        var actor = Recorder(new Recorder.Options { PreStartThrows = true });
        Watch(actor);
        ExpectHooks("ctor", "prestart");
        ExpectTerminated(actor);
    }

    [Fact]
    public void PostStop_runs_when_the_actor_is_stopped()
    {
        var actor = Recorder();
        Sys.Stop(actor);
        ExpectHooks("ctor", "prestart", "poststop");
    }

    [Fact]
    public void Stop_lets_the_current_message_finish_and_drops_the_rest()
    {
        var actor = Acting((context, message) =>
        {
            context.Stop(context.Self);
            TestActor.Tell(message);
        });
        Watch(actor);
        actor.Tell(1);
        actor.Tell(2);
        ExpectMsg(1);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_parent_can_stop_a_child()
    {
        var parent = Parent();
        var child = ChildOf(parent, RecorderProps());
        ExpectHooks("ctor", "prestart");
        parent.Tell(child);
        ExpectHooks("poststop");
    }

    [Fact]
    public void Children_stop_before_their_parent()
    {
        var root = Recorder(new Recorder.Options { Name = "root-" });
        root.Tell(new Recorder.MakeChild(RecorderProps(new Recorder.Options { Name = "a-" }), "a"));
        ExpectHooks("root-ctor", "root-prestart", "a-ctor", "a-prestart");
        Sys.Stop(root);
        ExpectHooks("a-poststop", "root-poststop");
    }

    [Fact]
    public async Task Grandchildren_stop_before_children_before_parents()
    {
        var a = Recorder(new Recorder.Options { Name = "1-" });
        ExpectHooks("1-ctor", "1-prestart");
        a.Tell(new Recorder.MakeChild(RecorderProps(new Recorder.Options { Name = "2-" }), "b"));
        ExpectHooks("2-ctor", "2-prestart");
        var b = await Sys.ActorSelection(a.Path / "b").ResolveOne(Limit);
        b.Tell(new Recorder.MakeChild(RecorderProps(new Recorder.Options { Name = "3-" }), "c"));
        ExpectHooks("3-ctor", "3-prestart");
        Sys.Stop(a);
        ExpectHooks("3-poststop", "2-poststop", "1-poststop");
    }

    [Fact]
    public void A_constructor_that_throws_stops_the_actor_without_PostStop()
    {
        var actor = Recorder(new Recorder.Options { ConstructorThrows = _ => true });
        Watch(actor);
        ExpectHooks("ctor");
        ExpectTerminated(actor);
    }

    [Fact]
    public void The_supervisor_sees_a_failed_creation_as_an_initialization_exception()
    {
        var seen = CreateTestProbe();
        var parent = Parent(new OneForOneStrategy(e =>
        {
            seen.Ref.Tell(e);
            return Directive.Stop;
        }));
        var child = ChildOf(parent, Making<FunctionActor>(() => throw new InvalidOperationException("no")));
        var e = seen.ExpectMsg<ActorInitializationException>();
        Assert.Equal(child, e.Actor);
        Assert.Equal("no", Innermost(e).Message);
    }

    [Fact]
    public void A_failed_creation_can_be_tried_again()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Restart));
        var child = ChildOf(parent, RecorderProps(new Recorder.Options { ConstructorThrows = made => made == 1 }));
        child.Tell("x");
        ExpectHooks("ctor", "ctor", "prestart");
        ExpectMsg("x");
    }

    [Fact]
    public void A_failed_creation_that_is_resumed_is_tried_again()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Resume));
        var child = ChildOf(parent, RecorderProps(new Recorder.Options { ConstructorThrows = made => made == 1 }));
        child.Tell("x");
        ExpectHooks("ctor", "ctor", "prestart");
        ExpectMsg("x");
    }

    [Fact]
    public void A_PostStop_that_throws_is_logged_and_the_actor_ends_all_the_same()
    {
        var actor = Recorder(new Recorder.Options { PostStopThrows = true });
        Watch(actor);
        EventFilter.Exception<InvalidOperationException>(message: "poststop").ExpectOne(() => Sys.Stop(actor));
        ExpectHooks("ctor", "prestart", "poststop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void An_actor_that_is_disposable_is_disposed_of_at_its_end()
    {
        var probe = TestActor;
        var actor = ActorOf(Making(() => new DisposableActor(probe)));
        Sys.Stop(actor);
        ExpectMsg("disposed");
    }

    [Fact]
    public void A_producer_gets_its_instances_back()
    {
        var producer = new ReleaseProducer(TestActor);
        var actor = ActorOf(Props.CreateBy(producer));
        actor.Tell(new InvalidOperationException("restart"));
        ExpectMsg("released");
        Sys.Stop(actor);
        ExpectMsg("released");
    }

    [Fact]
    public void An_actor_cannot_be_made_with_new()
    {
        var thread = new Thread(() =>
        {
            try
            {
                _ = new FunctionActor((_, _) => { });
            }
            catch (Exception e)
            {
                TestActor.Tell(e, ActorRefs.NoSender);
            }
        });
        thread.Start();
        Assert.True(thread.Join(Limit));
        ExpectMsg<ActorInitializationException>();
    }

    [Fact]
    public void An_actor_that_stops_in_its_constructor_ends_at_once()
    {
        var actor = ActorOf(Making(() => new StopsItself()));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Stopping_twice_does_no_harm()
    {
        var actor = Recorder();
        Watch(actor);
        Sys.Stop(actor);
        Sys.Stop(actor);
        ExpectHooks("ctor", "prestart", "poststop");
        ExpectTerminated(actor);
        Sys.Stop(actor);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_stopping_actor_handles_no_more_messages_while_its_children_stop()
    {
        using var gate = new ManualResetEventSlim();
        var probe = TestActor;
        var parent = ActorOf(Making(() => new BlockingFamily(gate, probe)));
        ExpectMsg("child started");
        parent.Tell("stop");
        parent.Tell("late");
        ExpectNoMsg(Short);
        gate.Set();
        ExpectMsg("child stopped");
        ExpectMsg("parent stopped");
    }

    [Fact]
    public async Task An_actor_without_context_says_so()
    {
        var seen = new TaskCompletionSource<Exception>();
        var actor = ActorOf(Making(() => new LeakyActor(seen)));
        actor.Tell("x");
        Assert.IsType<NotSupportedException>(await seen.Task.WaitAsync(Limit));
    }

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e;
    }

    private sealed class DisposableActor(IActorRef probe) : UntypedActor, IDisposable
    {
        public void Dispose() => probe.Tell("disposed");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class ReleaseProducer(IActorRef probe) : IIndirectActorProducer
    {
        public Type ActorType => typeof(FunctionActor);

        public ActorBase Produce() => new FunctionActor((_, message) => throw (Exception)message);

        public void Release(ActorBase actor) => probe.Tell("released");
    }

    private sealed class StopsItself : UntypedActor
    {
        public StopsItself() => Context.Stop(Self);

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BlockingFamily : UntypedActor
    {
        private readonly IActorRef _probe;

        public BlockingFamily(ManualResetEventSlim gate, IActorRef probe)
        {
            _probe = probe;
            Context.ActorOf(Making(() => new BlockingChild(gate, probe)));
        }

        protected override void OnReceive(object message)
        {
            if (message is "stop") Context.Stop(Self);
            else _probe.Tell(message);
        }

        protected override void PostStop() => _probe.Tell("parent stopped");
    }

    private sealed class BlockingChild(ManualResetEventSlim gate, IActorRef probe) : UntypedActor
    {
        protected override void PreStart() => probe.Tell("child started");

        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop()
        {
            gate.Wait(Limit);
            probe.Tell("child stopped");
        }
    }

    private sealed class LeakyActor(TaskCompletionSource<Exception> seen) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    _ = Self;
                }
                catch (Exception e)
                {
                    seen.TrySetResult(e);
                }
            });
            thread.Start();
            thread.Join(Limit);
        }
    }
}
