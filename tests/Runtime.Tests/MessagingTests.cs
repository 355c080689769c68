using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class MessagingTests : ActorTest
{
    [Fact]
    public void A_message_told_is_received_with_its_sender()
    {
        var echo = Acting((context, message) => context.Sender.Tell(message, context.Self));
        echo.Tell("hello", TestActor);
        ExpectMsg("hello");
        Assert.Equal(echo, LastSender);
    }

    [Fact]
    public void The_test_actor_is_the_implicit_sender_of_a_test()
    {
        var echo = Acting((context, message) => context.Sender.Tell(message));
        echo.Tell("hello");
        ExpectMsg("hello");
    }

    [Fact]
    public void Inside_an_actor_the_implicit_sender_is_that_actor()
    {
        var last = Acting((context, message) => TestActor.Tell(context.Sender, context.Self));
        var first = Acting((context, message) => last.Tell(message));
        first.Tell("go");
        Assert.Equal(first, ExpectMsg<IActorRef>());
    }

    [Fact]
    public void Without_a_sender_the_dead_letters_are_it()
    {
        var actor = Acting((context, message) => TestActor.Tell(context.Sender, context.Self));
        actor.Tell("x", ActorRefs.NoSender);
        Assert.Equal(Sys.DeadLetters, ExpectMsg<IActorRef>());
    }

    [Fact]
    public void Forward_keeps_the_sender()
    {
        var last = Acting((context, message) => context.Sender.Tell(message));
        var middle = Acting((context, message) => last.Forward(message));
        middle.Tell("x");
        ExpectMsg("x");
        Assert.Equal(last, LastSender);
    }

    [Fact]
    public void A_null_message_is_refused()
    {
        var actor = Acting((_, _) => { });
        Sync(actor);
        Assert.Throws<ArgumentNullException>(() => actor.Tell(null!, ActorRefs.NoSender));
    }

    [Fact]
    public void Messages_of_one_sender_come_in_order()
    {
        var actor = Acting((_, message) => TestActor.Tell(message));
        for (var i = 0; i < 1000; i++) actor.Tell(i);
        Assert.Equal(Enumerable.Range(0, 1000), ReceiveN(1000, Limit).Cast<int>());
    }

    [Theory]
    [InlineData(2, 20_000)]
    [InlineData(8, 5_000)]
    public void Messages_of_many_senders_come_in_order_for_each(int senders, int count)
    {
        var last = new int[senders];
        var isOrdered = true;
        var seen = 0;
        var actor = Acting((_, message) =>
        {
            var (sender, number) = ((int, int))message;
            isOrdered &= last[sender] == number - 1;
            last[sender] = number;
            if (++seen == senders * count) TestActor.Tell(isOrdered);
        });
        var threads = Enumerable.Range(0, senders).Select(sender => new Thread(() =>
        {
            for (var i = 1; i <= count; i++) actor.Tell((sender, i), ActorRefs.NoSender);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        Assert.True(ExpectMsg<bool>(TimeSpan.FromSeconds(10)));
        foreach (var thread in threads) Assert.True(thread.Join(Limit));
    }

    [Fact]
    public void An_actor_handles_one_message_at_a_time()
    {
        const int Tellers = 4;
        const int Count = 5_000;
        var inside = 0;
        var overlaps = 0;
        var seen = 0;
        var actor = Acting((_, _) =>
        {
            if (Interlocked.Increment(ref inside) != 1) overlaps++;
            Thread.SpinWait(5);
            Interlocked.Decrement(ref inside);
            if (++seen == Tellers * Count) TestActor.Tell(overlaps);
        });
        Parallel.For(0, Tellers, _ =>
        {
            for (var i = 0; i < Count; i++) actor.Tell("x", ActorRefs.NoSender);
        });
        ExpectMsg(0, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void What_one_turn_wrote_the_next_one_sees()
    {
        var counter = 0;
        var actor = Acting((_, message) =>
        {
            counter++;
            if (counter == 20_000) TestActor.Tell(counter);
        });
        Parallel.For(0, 20_000, _ => actor.Tell("x", ActorRefs.NoSender));
        ExpectMsg(20_000, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void An_actor_can_tell_itself()
    {
        var actor = Acting((context, message) =>
        {
            var n = (int)message;
            if (n == 0) TestActor.Tell("done");
            else context.Self.Tell(n - 1);
        });
        actor.Tell(1000);
        ExpectMsg("done");
    }

    [Fact]
    public void A_ring_of_actors_passes_a_message_round()
    {
        var next = TestActor;
        for (var i = 0; i < 100; i++)
        {
            var to = next;
            next = Acting((_, message) => to.Tell((int)message + 1));
        }

        next.Tell(0);
        ExpectMsg(100);
    }

    [Fact]
    public void An_actor_that_is_busy_does_not_keep_others_from_running()
    {
        using var gate = new ManualResetEventSlim();
        var busy = Acting((_, _) => gate.Wait(Limit));
        busy.Tell("wait");
        var other = Acting((context, message) => context.Sender.Tell(message));
        other.Tell("x");
        ExpectMsg("x");
        gate.Set();
    }

    [Fact]
    public void One_actor_with_a_long_queue_does_not_keep_the_threads()
    {
        var flood = Acting((context, message) => context.Self.Tell(message));
        for (var i = 0; i < 1000; i++) flood.Tell(i);
        var other = Acting((context, message) => context.Sender.Tell(message));
        for (var i = 0; i < 20; i++)
        {
            other.Tell(i);
            ExpectMsg(i);
        }

        Sys.Stop(flood);
    }

    [Fact]
    public void Busy_actors_and_talking_pairs_do_not_starve_others()
    {
        var busy = new List<IActorRef>();
        for (var i = 0; i < 8; i++)
        {
            var flood = Acting((context, message) => context.Self.Tell(message));
            for (var j = 0; j < 50; j++) flood.Tell(j);
            busy.Add(flood);
        }

        for (var i = 0; i < 8; i++)
        {
            var pong = Acting((context, message) => context.Sender.Tell(message));
            var ping = Acting((context, message) => pong.Tell(message, context.Self));
            ping.Tell("ball");
            busy.Add(pong);
            busy.Add(ping);
        }

        var other = Acting((context, message) => context.Sender.Tell(message));
        for (var i = 0; i < 20; i++)
        {
            other.Tell(i);
            ExpectMsg(i);
        }

        foreach (var actor in busy) Sys.Stop(actor);
    }

    [Fact]
    public void A_message_that_exists_can_be_told_many_times()
    {
        var message = new object();
        var actor = Acting((_, received) => TestActor.Tell(ReferenceEquals(received, message)));
        for (var i = 0; i < 100; i++) actor.Tell(message);
        Assert.All(ReceiveN(100, Limit), same => Assert.Equal(true, same));
    }

    [Fact]
    public void A_message_to_an_ended_actor_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Acting((_, _) => { }, "gone");
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        actor.Tell("late");
        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal("late", letter.Message);
        Assert.Equal(actor, letter.Recipient);
        Assert.Equal(TestActor, letter.Sender);
    }

    [Fact]
    public void What_was_queued_when_an_actor_stops_becomes_dead_letters_in_order()
    {
        using var gate = new ManualResetEventSlim();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Acting((context, message) =>
        {
            gate.Wait(Limit);
            context.Stop(context.Self);
        });
        for (var i = 0; i < 5; i++) actor.Tell(i);
        gate.Set();
        Assert.Equal([1, 2, 3, 4], ReceiveN(4, Limit).Cast<DeadLetter>().Select(letter => (int)letter.Message));
    }

    [Fact]
    public void A_dead_letter_without_sender_has_the_dead_letters_as_sender()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.DeadLetters.Tell("x", ActorRefs.NoSender);
        Assert.Equal(Sys.DeadLetters, ExpectMsg<DeadLetter>().Sender);
    }

    [Fact]
    public void Nobody_swallows_messages()
    {
        ActorRefs.Nobody.Tell("x", TestActor);
        Assert.True(ActorRefs.Nobody.IsNobody());
        Assert.True(((IActorRef?)null).IsNobody());
        Assert.False(TestActor.IsNobody());
        Assert.Equal(TestActor, ActorRefs.Nobody.GetOrElse(() => TestActor));
    }

    [Fact]
    public void The_ignore_reference_swallows_messages_without_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        Sys.IgnoreRef.Tell("x", ActorRefs.NoSender);
        Sys.DeadLetters.Tell("y", ActorRefs.NoSender);
        Assert.Equal("y", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_tellers_execution_context_does_not_flow_into_the_actor()
    {
        var local = new AsyncLocal<string?>();
        var actor = Acting((_, _) => TestActor.Tell(local.Value ?? "nothing"));
        local.Value = "secret";
        actor.Tell("x");
        ExpectMsg("nothing");
    }

    [Fact]
    public void Concurrent_creation_and_telling_loses_nothing()
    {
        var seen = new ConcurrentDictionary<int, bool>();
        Parallel.For(0, 500, i =>
        {
            var actor = Sys.ActorOf(Making(() => new FunctionActor((_, message) =>
            {
                seen[(int)message] = true;
                if (seen.Count == 500) TestActor.Tell("all", ActorRefs.NoSender);
            })));
            actor.Tell(i, ActorRefs.NoSender);
        });
        FishForMessage(message => message is "all", Limit);
    }

    [Fact]
    public void A_poison_pill_stops_after_the_messages_before_it()
    {
        var actor = Acting((_, message) => TestActor.Tell(message));
        Watch(actor);
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(PoisonPill.Instance);
        actor.Tell(3);
        ExpectMsg(1);
        ExpectMsg(2);
        ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.Zero);
    }
}
