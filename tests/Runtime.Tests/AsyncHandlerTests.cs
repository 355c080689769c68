using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class AsyncHandlerTests : ActorTest
{
    private IActorRef Async(Func<AsyncActor, object, Task> handler) => ActorOf(Making(() => new AsyncActor(handler)));

    [Fact]
    public void No_message_is_handled_until_the_handler_is_done()
    {
        var gate = new TaskCompletionSource();
        var actor = Async(async (_, message) =>
        {
            TestActor.Tell("begin " + message);
            if (message is 1) await gate.Task;
            TestActor.Tell("end " + message);
        });
        actor.Tell(1);
        actor.Tell(2);
        ExpectMsg("begin 1");
        ExpectNoMsg(Short);
        gate.SetResult();
        ExpectMsg("end 1");
        ExpectMsg("begin 2");
        ExpectMsg("end 2");
    }

    [Fact]
    public void Many_messages_can_wait_for_a_handler()
    {
        const int Count = 50_000;
        var gate = new TaskCompletionSource();
        var next = 0;
        var actor = Async(async (_, message) =>
        {
            if (message is "wait") await gate.Task;
            else if ((int)message == next && ++next == Count) TestActor.Tell("all, in order");
        });
        actor.Tell("wait");
        for (var i = 0; i < Count; i++) actor.Tell(i);
        gate.SetResult();
        ExpectMsg("all, in order", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_continuation_comes_back_to_the_actor()
    {
        var actor = Async(async (self, message) =>
        {
            var (me, sender) = (self.Me, self.From);
            await Task.Yield();
            sender.Tell((me.Equals(self.Me), sender.Equals(self.From)));
        });
        actor.Tell("x");
        ExpectMsg((true, true));
    }

    [Fact]
    public void Continuations_and_messages_never_run_at_the_same_time()
    {
        var inside = 0;
        var overlaps = 0;
        var actor = Async(async (_, message) =>
        {
            for (var i = 0; i < 10; i++)
            {
                if (Interlocked.Increment(ref inside) != 1) overlaps++;
                Thread.SpinWait(20);
                Interlocked.Decrement(ref inside);
                await Task.Yield();
            }

            TestActor.Tell(overlaps);
        });
        for (var i = 0; i < 20; i++) actor.Tell(i);
        Assert.All(ReceiveN(20, Limit), n => Assert.Equal(0, n));
    }

    [Fact]
    public void Messages_are_handled_in_order()
    {
        var actor = Async(async (_, message) =>
        {
            await Task.Yield();
            TestActor.Tell(message);
        });
        for (var i = 0; i < 100; i++) actor.Tell(i);
        Assert.Equal(Enumerable.Range(0, 100), ReceiveN(100, Limit).Cast<int>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_handler_that_throws_fails_the_actor(bool late)
    {
        var seen = CreateTestProbe();
        var parent = Parent(new OneForOneStrategy(e =>
        {
            seen.Ref.Tell(e);
            return Directive.Restart;
        }));
        var child = ChildOf(parent, Making(() => new AsyncActor(async (self, message) =>
        {
            if (message is not "throw")
            {
                self.From.Tell(message);
                return;
            }

            if (late) await Task.Yield();
            throw new InvalidOperationException("async");
        })));
        child.Tell("throw");
        child.Tell("after");
        Assert.Equal("async", seen.ExpectMsg<InvalidOperationException>().Message);
        ExpectMsg("after");
    }

    [Fact]
    public void A_handler_that_throws_and_is_resumed_goes_on()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Resume));
        var child = ChildOf(parent, Making(() => new AsyncActor(async (self, message) =>
        {
            await Task.Yield();
            if (message is Exception e) throw e;
            self.From.Tell(message);
        })));
        child.Tell(new InvalidOperationException());
        child.Tell("after");
        ExpectMsg("after");
    }

    [Fact]
    public void A_cancelled_handler_fails_the_actor()
    {
        var seen = CreateTestProbe();
        var parent = Parent(new OneForOneStrategy(e =>
        {
            seen.Ref.Tell(e);
            return Directive.Stop;
        }));
        var child = ChildOf(parent, Making(() => new AsyncActor((_, _) => Task.FromCanceled(new CancellationToken(canceled: true)))));
        child.Tell("x");
        seen.ExpectMsg<TaskCanceledException>();
    }

    [Fact]
    public void A_handler_may_leave_the_actor_for_a_while()
    {
        var actor = Async(async (_, message) =>
        {
            await Task.Run(() => { }).ConfigureAwait(false);
            TestActor.Tell(message, ActorRefs.NoSender);
        });
        actor.Tell(1);
        actor.Tell(2);
        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public void A_stop_during_a_handler_ends_the_actor()
    {
        var gate = new TaskCompletionSource();
        var actor = Async(async (_, message) =>
        {
            TestActor.Tell("begun");
            await gate.Task;
        });
        Watch(actor);
        actor.Tell("x");
        ExpectMsg("begun");
        Sys.Stop(actor);
        ExpectTerminated(actor);
        gate.SetResult();
    }

    [Fact]
    public void A_poison_pill_waits_for_the_handler()
    {
        var gate = new TaskCompletionSource();
        var actor = Async(async (_, _) =>
        {
            TestActor.Tell("begun");
            await gate.Task;
            TestActor.Tell("done");
        });
        Watch(actor);
        actor.Tell("x");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg("begun");
        ExpectNoMsg(Short);
        gate.SetResult();
        ExpectMsg("done");
        ExpectTerminated(actor);
    }

    [Fact]
    public void Handlers_by_type_can_be_async()
    {
        var probe = TestActor;
        var actor = ActorOf(Making(() => new TypedAsync(probe)));
        actor.Tell(1);
        actor.Tell("s");
        actor.Tell(2.5);
        actor.Tell('c');
        ExpectMsg("int 1");
        ExpectMsg("string s");
        ExpectMsg("double 2.5");
        ExpectMsg("any c");
    }

    [Fact]
    public void Untyped_actors_run_tasks()
    {
        var probe = TestActor;
        var actor = ActorOf(Making(() => new TaskRunner(probe)));
        actor.Tell(1);
        actor.Tell(2);
        Assert.Equal(["begin 1", "end 1", "begin 2", "end 2"], ReceiveN(4, Limit).Cast<string>());
    }

    [Fact]
    public void A_task_cannot_be_run_outside_of_an_actor()
    {
        var thread = new Thread(() =>
        {
            try
            {
                Akka.Dispatch.ActorTaskScheduler.RunTask(() => Task.CompletedTask);
            }
            catch (Exception e)
            {
                TestActor.Tell(e, ActorRefs.NoSender);
            }
        });
        thread.Start();
        ExpectMsg<InvalidOperationException>();
        Assert.True(thread.Join(Limit));
    }

    [Fact]
    public async Task A_handler_that_asks_another_actor_gets_its_answer()
    {
        var echo = Acting((context, message) => context.Sender.Tell(message));
        var actor = Async(async (self, message) =>
        {
            var from = self.From;
            from.Tell(await echo.Ask<string>("via " + message, Limit));
        });
        Assert.Equal("via x", await actor.Ask<string>("x", Limit));
    }

    private sealed class AsyncActor : ReceiveActor
    {
        public AsyncActor(Func<AsyncActor, object, Task> handler) => ReceiveAnyAsync(message => handler(this, message));

        public IActorRef Me => Self;

        public IActorRef From => Sender;
    }

    private sealed class TypedAsync : ReceiveActor
    {
        public TypedAsync(IActorRef probe)
        {
            ReceiveAsync<int>(async n =>
            {
                await Task.Yield();
                probe.Tell("int " + n);
            });
            ReceiveAsync<string>(s => s.Length > 0, async s =>
            {
                await Task.Yield();
                probe.Tell("string " + s);
            });
            ReceiveAsync(typeof(double), async d =>
            {
                await Task.Yield();
                probe.Tell("double 2.5");
            });
            ReceiveAnyAsync(async o =>
            {
                await Task.Yield();
                probe.Tell("any " + o);
            });
        }
    }

    private sealed class TaskRunner(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message) => RunTask(async () =>
        {
            probe.Tell("begin " + message);
            await Task.Yield();
            probe.Tell("end " + message);
        });
    }
}
