using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class SupervisionTests : SupervisedTest
{
    [Theory]
    [InlineData(typeof(InvalidOperationException), false)]
    [InlineData(typeof(ArgumentException), false)]
    [InlineData(typeof(NullReferenceException), false)]
    [InlineData(typeof(ActorKilledException), true)]
    [InlineData(typeof(ActorInitializationException), true)]
    public void By_default_a_failure_restarts_and_some_stop(Type type, bool stops)
    {
        var child = ActorOf(Counter());
        Watch(child);
        child.Tell("add");
        child.Tell(Activator.CreateInstance(type)!);
        if (stops) ExpectTerminated(child);
        else ExpectCount(child, 0);
    }

    [Fact]
    public void Resume_keeps_the_state()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Resume));
        var child = ChildOf(parent, Counter());
        child.Tell("add");
        child.Tell(new InvalidOperationException());
        ExpectCount(child, 1);
    }

    [Fact]
    public void Restart_loses_the_state()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        child.Tell("add");
        child.Tell(new InvalidOperationException());
        ExpectCount(child, 0);
    }

    [Fact]
    public void Stop_ends_the_child()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Stop));
        var child = ChildOf(parent, Counter());
        Watch(child);
        child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_fails_the_parent_with_the_same_exception()
    {
        var seen = CreateTestProbe();
        var grandparent = Parent(new OneForOneStrategy(e =>
        {
            seen.Ref.Tell(e);
            return Directive.Restart;
        }));
        var parent = ChildOf(grandparent, Making(() => new ParentActor(new OneForOneStrategy(_ => Directive.Escalate))));
        var child = ChildOf(parent, Counter());
        var failure = new InvalidOperationException("up");
        child.Tell(failure);
        Assert.Same(failure, seen.ExpectMsg<InvalidOperationException>());
    }

    [Fact]
    public void An_escalated_failure_restarts_parent_and_child()
    {
        var grandparent = Parent(new OneForOneStrategy(_ => Directive.Restart));
        var parent = ChildOf(grandparent, Making(() => new ParentActor(new OneForOneStrategy(_ => Directive.Escalate))));
        var child = ChildOf(parent, Counter());
        child.Tell("add");
        child.Tell(new InvalidOperationException());
        ExpectCount(child, 0);
        parent.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void An_escalated_failure_that_is_resumed_resumes_the_child()
    {
        var grandparent = Parent(new OneForOneStrategy(_ => Directive.Resume));
        var parent = ChildOf(grandparent, Making(() => new ParentActor(new OneForOneStrategy(_ => Directive.Escalate))));
        var child = ChildOf(parent, Counter());
        child.Tell("add");
        child.Tell(new InvalidOperationException());
        ExpectCount(child, 1);
    }

    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Restart));
        var (a, b) = (ChildOf(parent, Counter()), ChildOf(parent, Counter()));
        a.Tell("add");
        b.Tell("add");
        a.Tell(new InvalidOperationException());
        ExpectCount(a, 0);
        ExpectCount(b, 1);
    }

    [Fact]
    public void A_failed_actor_handles_nothing_until_its_parent_has_decided()
    {
        using var gate = new ManualResetEventSlim();
        var parent = Parent(new OneForOneStrategy(_ =>
        {
            gate.Wait(Limit);
            return Directive.Resume;
        }));
        var child = ChildOf(parent, Counter());
        child.Tell(new InvalidOperationException());
        child.Tell("count");
        ExpectNoMsg(Short);
        gate.Set();
        ExpectMsg(0);
    }

    [Fact]
    public void The_children_of_a_failed_actor_are_suspended_with_it()
    {
        using var gate = new ManualResetEventSlim();
        var grandparent = Parent(new OneForOneStrategy(_ =>
        {
            gate.Wait(Limit);
            return Directive.Resume;
        }));
        var parent = ChildOf(grandparent, Making(() => new ParentActor(null)));
        var child = ChildOf(parent, Counter());
        parent.Tell(new InvalidOperationException());
        AwaitAssert(
            () =>
            {
                child.Tell("count");
                ExpectNoMsg(TimeSpan.FromMilliseconds(20));
            },
            Limit);
        gate.Set();
        ExpectMsg(0);
    }

    [Fact]
    public void A_decider_that_throws_fails_the_supervisor_with_its_own_exception()
    {
        var seen = CreateTestProbe();
        var grandparent = Parent(new OneForOneStrategy(e =>
        {
            seen.Ref.Tell(e);
            return Directive.Restart;
        }));
        var parent = ChildOf(grandparent, Making(() => new ParentActor(new OneForOneStrategy(_ => throw new NotSupportedException("decider")))));
        var child = ChildOf(parent, Counter());
        child.Tell(new InvalidOperationException("child"));
        Assert.Equal("decider", seen.ExpectMsg<NotSupportedException>().Message);
        ExpectCount(child, 0);
    }

    [Fact]
    public void The_strategy_of_the_props_wins_over_the_actors_own()
    {
        var props = Making(() => new ParentActor(new OneForOneStrategy(_ => Directive.Restart)))
            .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop));
        var child = ChildOf(ActorOf(props), Counter());
        Watch(child);
        child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Fact]
    public void A_child_that_failed_and_was_stopped_can_be_made_again_by_name()
    {
        var parent = Parent(SupervisorStrategy.StoppingStrategy);
        var child = ChildOf(parent, Counter(), "again");
        Watch(child);
        child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
        AwaitAssert(() => Assert.NotEqual(child, ChildOf(parent, Counter(), "again")), Limit);
    }

    [Fact]
    public void Kill_stops_by_default()
    {
        var child = ActorOf(Counter());
        Watch(child);
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => child.Tell(Kill.Instance));
        ExpectTerminated(child);
    }

    [Fact]
    public void Kill_can_be_answered_with_a_restart()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        child.Tell("add");
        child.Tell(Kill.Instance);
        ExpectCount(child, 0);
    }

    [Fact]
    public void A_parent_that_stops_takes_a_failed_child_with_it()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Escalate));
        var child = ChildOf(parent, Counter());
        Watch(parent);
        Watch(child);
        child.Tell(new InvalidOperationException());
        Sys.Stop(parent);
        var dead = new[] { ExpectMsg<Terminated>().ActorRef, ExpectMsg<Terminated>().ActorRef };
        Assert.Contains(parent, dead);
        Assert.Contains(child, dead);
    }

    [Fact]
    public async Task A_failure_escalated_to_the_root_ends_the_system()
    {
        var system = ActorSystem.Create("doomed", "akka { loggers = [], stdout-loglevel = OFF }");
        var parent = system.ActorOf(Making(() => new ParentActor(new OneForOneStrategy(_ => Directive.Escalate))));
        var child = await parent.Ask<IActorRef>(new MakeChild(Counter(), "c"), Limit);
        child.Tell(new ActorKilledException("the end"));
        await parent.GracefulStop(Limit);
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public void A_failure_of_many_children_at_once_restarts_each_once()
    {
        var restarts = 0;
        var parent = Parent(new OneForOneStrategy(_ =>
        {
            Interlocked.Increment(ref restarts);
            return Directive.Restart;
        }));
        var children = Enumerable.Range(0, 50).Select(_ => ChildOf(parent, Counter())).ToArray();
        foreach (var child in children) child.Tell(new InvalidOperationException());
        foreach (var child in children) ExpectCount(child, 0);
        Assert.Equal(50, restarts);
    }
}
