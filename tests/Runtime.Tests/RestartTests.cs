using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class RestartTests : RecorderTest
{
    [Fact]
    public void A_restart_runs_the_hooks_on_the_right_instances()
    {
        var actor = Recorder();
        actor.Tell("instance");
        ExpectHooks("ctor", "prestart");
        var first = ExpectMsg<int>();
        actor.Tell(new Recorder.Fail("why"));
        ExpectHooks("prerestart:why", "poststop", "ctor", "postrestart:why", "prestart");
        actor.Tell("instance");
        Assert.NotEqual(first, ExpectMsg<int>());
    }

    [Fact]
    public void A_restart_keeps_the_reference_and_the_path()
    {
        var actor = Recorder(name: "stays");
        actor.Tell("self");
        ExpectHooks("ctor", "prestart");
        var before = ExpectMsg<IActorRef>();
        actor.Tell(new Recorder.Fail("x"));
        ExpectHooks("prerestart:x", "poststop", "ctor", "postrestart:x", "prestart");
        actor.Tell("self");
        var after = ExpectMsg<IActorRef>();
        Assert.Equal(before, after);
        Assert.Equal(before.Path.Uid, after.Path.Uid);
    }

    [Fact]
    public void A_restart_keeps_the_mailbox_but_for_the_message_that_failed()
    {
        var actor = Recorder();
        actor.Tell(1);
        actor.Tell(new Recorder.Fail("x"));
        actor.Tell(2);
        actor.Tell(3);
        ExpectHooks("ctor", "prestart");
        ExpectMsg(1);
        ExpectHooks("prerestart:x", "poststop", "ctor", "postrestart:x", "prestart");
        ExpectMsg(2);
        ExpectMsg(3);
    }

    [Fact]
    public void A_restart_stops_the_children_by_default()
    {
        var actor = Recorder(new Recorder.Options { Name = "p-" });
        actor.Tell(new Recorder.MakeChild(RecorderProps(new Recorder.Options { Name = "c-" }), "c"));
        ExpectHooks("p-ctor", "p-prestart", "c-ctor", "c-prestart");
        actor.Tell(new Recorder.Fail("x"));
        ExpectHooks("p-prerestart:x");

        // The child ends on a thread of its own, while its parent's PostStop runs or before.
        ExpectMsgAllOf(new Recorder.Hook("p-poststop"), new Recorder.Hook("c-poststop"));
        ExpectHooks("p-ctor", "p-postrestart:x", "p-prestart");
    }

    [Fact]
    public void Children_that_are_kept_are_restarted_after_their_parent()
    {
        var actor = Recorder(new Recorder.Options { Name = "p-", KeepChildren = true });
        actor.Tell(new Recorder.MakeChild(RecorderProps(new Recorder.Options { Name = "c-" }), "c"));
        ExpectHooks("p-ctor", "p-prestart", "c-ctor", "c-prestart");
        actor.Tell(new Recorder.Fail("x"));
        ExpectHooks("p-prerestart:x", "p-ctor", "p-postrestart:x", "p-prestart", "c-prerestart:", "c-poststop", "c-ctor", "c-postrestart:x", "c-prestart");
    }

    [Fact]
    public void A_name_of_a_child_stopped_by_a_restart_is_free_for_the_new_instance()
    {
        var probe = TestActor;
        var actor = ActorOf(Making(() => new FixedChild(probe)));
        ExpectMsg("child");
        actor.Tell(new InvalidOperationException("x"));
        ExpectMsg("child");
    }

    [Fact]
    public void A_PreRestart_that_throws_is_logged_and_the_restart_goes_on()
    {
        var actor = Recorder(new Recorder.Options { PreRestartThrows = true });
        EventFilter.Exception<PreRestartException>().ExpectOne(() => actor.Tell(new Recorder.Fail("x")));
        ExpectHooks("ctor", "prestart", "prerestart:x", "ctor", "postrestart:x", "prestart");
    }

    [Fact]
    public void A_PostRestart_that_throws_is_a_new_failure()
    {
        var seen = CreateTestProbe();
        var parent = Parent(new OneForOneStrategy(e =>
        {
            seen.Ref.Tell(e);
            return e is PostRestartException ? Directive.Stop : Directive.Restart;
        }));
        var child = ChildOf(parent, RecorderProps(new Recorder.Options { PostRestartThrows = true }));
        Watch(child);
        child.Tell(new Recorder.Fail("x"));
        seen.ExpectMsg<InvalidOperationException>();
        var e = seen.ExpectMsg<PostRestartException>();
        Assert.Equal("x", e.OriginalCause!.Message);
        FishForMessage(message => message is Terminated, Limit);
    }

    [Fact]
    public void A_constructor_that_throws_at_a_restart_stops_the_actor_by_default()
    {
        var actor = Recorder(new Recorder.Options { ConstructorThrows = made => made == 2 });
        Watch(actor);
        actor.Tell(new Recorder.Fail("x"));
        ExpectHooks("ctor", "prestart", "prerestart:x", "poststop", "ctor");
        FishForMessage(message => message is Terminated, Limit);
    }

    private sealed class FixedChild : UntypedActor
    {
        public FixedChild(IActorRef probe)
        {
            Context.ActorOf(Making(() => new FunctionActor((_, _) => { })), "fixed");
            probe.Tell("child");
        }

        protected override void OnReceive(object message) => throw (Exception)message;
    }
}
