using Akka.Actor;
using Akka.Event;
using Akka.TestKit;

namespace HttpActors.Runtime.Tests;

public class TestKitTests : ActorTest
{
    private static string Failure(Action action) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(action).Message;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void ExpectMsg_takes_a_type_a_value_a_predicate_or_an_assertion()
    {
        for (var i = 0; i < 7; i++) TestActor.Tell(i);
        Assert.Equal(0, ExpectMsg<int>());
        Assert.Equal(1, ExpectMsg(1));
        Assert.Equal(2, ExpectMsg<int>(n => n == 2));
        Assert.Equal(3, ExpectMsg<int>(n => Assert.Equal(3, n)));
        Assert.Equal(4, ExpectMsg<int>((n, sender) => n == 4 && sender.Equals(TestActor)));
        Assert.Equal(5, ExpectMsg<int>((n, sender) => Assert.Equal(TestActor, sender)));
        Assert.Equal(6, ExpectMsg(5, (expected, actual) => expected + 1 == actual));
    }

    [Fact]
    public async Task So_do_the_async_forms()
    {
        for (var i = 0; i < 4; i++) TestActor.Tell(i);
        await ExpectMsgAsync<int>();
        await ExpectMsgAsync(1);
        await ExpectMsgAsync<int>(n => n == 2);
        await ExpectMsgAsync<int>(n => Assert.Equal(3, n));
    }

    [Fact]
    public void A_message_of_another_type_fails()
    {
        TestActor.Tell("text");
        Assert.Contains("text", Failure(() => ExpectMsg<int>(Soon)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_message_fails() => Assert.Contains("imeout", Failure(() => ExpectMsg<int>(Soon)), StringComparison.Ordinal);

    [Fact]
    public void Collections_are_equal_when_their_items_are()
    {
        TestActor.Tell(new[] { 1, 2 });
        ExpectMsg(new[] { 1, 2 });
    }

    [Fact]
    public void ExpectNoMsg_fails_when_one_comes()
    {
        ExpectNoMsg(Soon);
        TestActor.Tell("x");
        Failure(() => ExpectNoMsg(Soon));
    }

    [Fact]
    public async Task ExpectNoMsgAsync_too()
    {
        await ExpectNoMsgAsync(Soon);
        TestActor.Tell("x");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await ExpectNoMsgAsync(Soon));
    }

    [Fact]
    public void ExpectMsgAnyOf_and_AllOf()
    {
        TestActor.Tell(2);
        Assert.Equal(2, ExpectMsgAnyOf([1, 2, 3]));
        foreach (var i in new[] { 3, 1, 2 }) TestActor.Tell(i);
        Assert.Equal(3, ExpectMsgAllOf(1, 2, 3).Count);
        foreach (var i in new[] { 3, 1, 9 }) TestActor.Tell(i);
        Failure(() => ExpectMsgAllOf(1, 2, 3));
    }

    [Fact]
    public void ExpectMsgFrom_checks_the_sender()
    {
        var other = Acting((_, _) => { });
        TestActor.Tell("x", other);
        ExpectMsgFrom(other, "x");
        TestActor.Tell("y", other);
        Failure(() => ExpectMsgFrom<string>(TestActor, Soon));
    }

    [Fact]
    public void ReceiveN_and_ReceiveOne()
    {
        for (var i = 0; i < 4; i++) TestActor.Tell(i);
        Assert.Equal([0, 1, 2], ReceiveN(3).Cast<int>());
        Assert.Equal(3, ReceiveOne(Soon));
        Assert.Null(ReceiveOne(Soon));
        Failure(() => ReceiveN(1, Soon));
    }

    [Fact]
    public async Task Async_forms_of_many()
    {
        for (var i = 0; i < 3; i++) TestActor.Tell(i);
        var all = new List<object>();
        await foreach (var message in ReceiveNAsync(3)) all.Add(message);
        Assert.Equal([0, 1, 2], all.Cast<int>());
        Assert.Null(await ReceiveOneAsync(Soon));
    }

    [Fact]
    public void Fishing_drops_the_others()
    {
        for (var i = 0; i < 5; i++) TestActor.Tell(i);
        Assert.Equal(3, FishForMessage<int>(n => n == 3));
        ExpectMsg(4);
        Failure(() => FishForMessage(_ => false, Soon));
    }

    [Fact]
    public void ReceiveWhile_leaves_the_first_that_does_not_fit()
    {
        foreach (var text in new[] { "a", "b", "!" }) TestActor.Tell(text);
        Assert.Equal(["a", "b"], ReceiveWhile<string>(s => s != "!", Limit, Short));
        ExpectMsg("!");
    }

    [Fact]
    public void The_last_message_is_at_hand()
    {
        TestActor.Tell("x");
        Assert.True(HasMessages);
        ExpectMsg("x");
        Assert.Equal("x", LastMessage);
        Assert.Equal(TestActor, LastSender);
        Assert.False(HasMessages);
    }

    [Fact]
    public void Messages_can_be_ignored()
    {
        IgnoreMessages(message => message is int);
        TestActor.Tell(1);
        TestActor.Tell("x");
        ExpectMsg("x");
        IgnoreNoMessages();
        TestActor.Tell(1);
        ExpectMsg(1);
    }

    [Fact]
    public void Within_bounds_what_is_inside()
    {
        Within(Limit, () => TestActor.Tell("x"));
        ExpectMsg("x");
        Failure(() => Within(Soon, () => ExpectMsg<int>()));
        Assert.Equal(5, Within(Limit, () => 5));
        Failure(() => Within(TimeSpan.FromSeconds(1), Limit, () => { }));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public async Task WithinAsync_too()
    {
        Assert.Equal(5, await WithinAsync(Limit, () => Task.FromResult(5)));
        await WithinAsync(Limit, async () => await Task.Yield());
    }

    [Fact]
    public void AwaitAssert_and_AwaitCondition_wait()
    {
        var n = 0;
        AwaitAssert(() => Assert.True(++n > 2), Limit, Soon);
        AwaitCondition(() => ++n > 5, Limit, Soon);
        Assert.False(AwaitConditionNoThrow(() => false, Soon));
        Failure(() => AwaitCondition(() => false, Soon));
        Assert.ThrowsAny<Exception>(() => AwaitAssert(() => Assert.True(false), Soon, Soon));
    }

    [Fact]
    public async Task So_do_their_async_forms()
    {
        var n = 0;
        await AwaitAssertAsync(() => Assert.True(++n > 2), Limit, Soon);
        await AwaitConditionAsync(() => Task.FromResult(++n > 5), Limit);
    }

    [Fact]
    public void A_probe_is_a_reference_with_expectations()
    {
        var probe = CreateTestProbe("probe");
        probe.Ref.Tell("x", TestActor);
        probe.ExpectMsg("x");
        probe.Reply("y");
        ExpectMsg("y");
        Assert.Equal(probe.Ref, LastSender);
        probe.Send(TestActor, "z");
        ExpectMsg("z");
        probe.Ref.Tell("w", TestActor);
        probe.ExpectMsg("w");
        probe.Forward(TestActor);
        ExpectMsg("w");
        Assert.Equal(TestActor, probe.Sender);
    }

    [Fact]
    public void A_probe_can_be_watched_and_can_watch()
    {
        var (a, b) = (CreateTestProbe(), CreateTestProbe());
        a.Watch(b.Ref);
        Sys.Stop(b.Ref);
        a.ExpectTerminated(b.Ref);
    }

    [Fact]
    public void A_pilot_answers()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell("auto " + message);
            return message is "last" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));
        probe.Ref.Tell("a", TestActor);
        ExpectMsg("auto a");
        probe.Ref.Tell("last", TestActor);
        ExpectMsg("auto last");
        probe.Ref.Tell("b", TestActor);
        ExpectNoMsg(Short);
        Assert.Equal(3, probe.ReceiveN(3).Count);
    }

    [Fact]
    public void A_test_actor_ref_runs_on_the_calling_thread()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        actor.Tell("x");
        actor.Tell("x");
        Assert.Equal(2, actor.UnderlyingActor.Count);
        Assert.Equal(Environment.CurrentManagedThreadId, actor.UnderlyingActor.Thread);
    }

    [Fact]
    public void A_test_actor_ref_can_be_handed_a_message_directly()
    {
        var actor = ActorOfAsTestActorRef(() => new Counter());
        actor.Receive("x");
        Assert.Equal(1, actor.UnderlyingActor.Count);
        Assert.Throws<InvalidOperationException>(() => actor.Receive(new InvalidOperationException("direct")));
    }

    [Fact]
    public void A_test_actor_ref_is_the_actors_reference()
    {
        var actor = ActorOfAsTestActorRef<Counter>("named");
        Watch(actor);
        Assert.Equal("named", actor.Path.Name);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Assert.Throws<IllegalActorStateException>(() => actor.UnderlyingActor);
    }

    [Fact]
    public void A_test_actor_ref_restarts()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        actor.Tell("x");
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => actor.Tell(new InvalidOperationException("again")));
        AwaitAssert(() => Assert.Equal(0, actor.UnderlyingActor.Count), Limit);
    }

    [Fact]
    public void The_test_actor_can_have_children()
    {
        var child = ChildActorOf(Props.Create<Counter>(), "kid");
        Assert.Equal(TestActor.Path, child.Path.Parent);
    }

    [Fact]
    public void Times_can_be_stretched()
    {
        Assert.Equal(Limit, Dilated(Limit));
        Assert.Equal(Limit, GetTimeoutOrDefault(Limit));
        Assert.Equal(Limit, RemainingOrDefault);
        Assert.Throws<ArgumentException>(() => Dilated(TimeSpan.FromSeconds(-1)));
    }

    public sealed class Counter : UntypedActor
    {
        public int Count { get; private set; }

        public int Thread { get; private set; }

        protected override void OnReceive(object message)
        {
            if (message is Exception e) throw e;
            Count++;
            Thread = Environment.CurrentManagedThreadId;
        }
    }
}
