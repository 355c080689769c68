using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace HttpActors.Runtime.Tests.Embedded;

/// <summary>What the embedded runtime promises beyond Akka.NET, or refuses that Akka.NET takes.</summary>
public class EmbeddedTests : ActorTest
{
    [Theory]
    [InlineData("akka.actor.provider = remote")]
    [InlineData("akka.actor.deployment { /x { router = round-robin-pool } }")]
    [InlineData("akka.loglevell = INFO")]
    [InlineData("akka.loggers = [\"My.Logger, My\"]")]
    [InlineData("akka.scheduler.implementation = \"My.Scheduler, My\"")]
    [InlineData("akka.coordinated-shutdown.run-by-clr-shutdown-hook = on")]
    public void Keys_it_does_not_know_are_refused_by_name(string config)
    {
        var e = Assert.Throws<ConfigurationException>(() => ActorSystem.Create("refused", config));
        Assert.Contains(e.Message, text => text == '\'' || char.IsLetter(text));
    }

    [Fact]
    public void Dispatcher_types_it_does_not_know_are_refused()
    {
        using var system = ActorSystem.Create("refused", "mine { type = ForkJoinDispatcher }\nbad { type = Dispatcher, bogus = 1 }");
        Assert.Throws<ConfigurationException>(() => system.Dispatchers.Lookup("mine"));
        Assert.Throws<ConfigurationException>(() => system.Dispatchers.Lookup("bad"));
    }

    [Theory]
    [InlineData("a {", "missing '}'")]
    [InlineData("a = [1", "missing ']'")]
    [InlineData("a = \"x", "missing '\"'")]
    [InlineData("= 5", "a key should be")]
    [InlineData("a = ${b}", "substitution")]
    [InlineData("a b", "no '='")]
    public void Malformed_configurations_say_what_and_where(string text, string what)
    {
        var e = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(text));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Contains("line 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_values_say_which()
    {
        var config = ConfigurationFactory.ParseString("n = x, b = maybe, t = 5 parsecs");
        Assert.Contains("'n'", Assert.Throws<ConfigurationException>(() => config.GetInt("n")).Message, StringComparison.Ordinal);
        Assert.Contains("'b'", Assert.Throws<ConfigurationException>(() => config.GetBoolean("b")).Message, StringComparison.Ordinal);
        Assert.Contains("'t'", Assert.Throws<ConfigurationException>(() => config.GetTimeSpan("t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_leave_nothing_behind()
    {
        var temp = ((ActorSystemImpl)Sys).Temp;
        var named = Acting((context, _) =>
        {
            _ = context.Sender.Path;
            context.Sender.Tell("answer");
        });
        var silent = Acting((context, _) => _ = context.Sender.Path);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => named.Ask<string>("x", Limit)));
        var late = Enumerable.Range(0, 20).Select(_ => silent.Ask<string>("x", TimeSpan.FromMilliseconds(20))).ToArray();
        foreach (var ask in late) await Assert.ThrowsAsync<AskTimeoutException>(() => ask);
        using var cancelled = new CancellationTokenSource();
        var pending = silent.Ask<string>("x", cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        AwaitAssert(() => Assert.Equal(0, temp.Count), Limit);
    }

    [Fact]
    public void A_failed_expectation_says_what_was_expected_what_came_and_what_else_there_is()
    {
        TestActor.Tell("one");
        TestActor.Tell("two");
        TestActor.Tell("three");
        var message = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ExpectMsg("first", hint: "the hint")).Message;
        foreach (var part in new[] { "first", "one", "the hint", "<two>", "<three>" }) Assert.Contains(part, message, StringComparison.Ordinal);
        message = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ExpectMsg<int>(Short)).Message;
        foreach (var part in new[] { "System.Int32", "two", "<three>" }) Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_actor_puts_into_its_execution_context_stays_in_its_turn()
    {
        var local = new AsyncLocal<string?>();
        var before = local.Value;
        var setter = ActorOfAsTestActorRef<FunctionActor>(Making(() => new FunctionActor((_, _) => local.Value = "set")));
        setter.Tell("x");
        Assert.Equal(before, local.Value);
    }

    [Fact]
    public void A_child_of_the_test_actor_can_have_a_strategy()
    {
        var child = ChildActorOf(Making(() => new FunctionActor((_, message) => throw (Exception)message)), "kid", SupervisorStrategy.StoppingStrategy);
        Assert.Equal(TestActor.Path, child.Path.Parent);
        Watch(child);
        child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Fact]
    public void A_flood_to_an_actor_on_the_calling_thread_does_not_grow_the_stack()
    {
        var seen = 0;
        var actor = ActorOfAsTestActorRef<FunctionActor>(Making(() => new FunctionActor((_, _) => seen++)));
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 200_000; i++) actor.Ref.Tell("x", ActorRefs.NoSender);
        });
        AwaitCondition(() => Volatile.Read(ref seen) == 800_000, Limit);
    }

    [Fact]
    public void A_thread_is_not_kept_by_what_others_tell_an_actor_on_the_calling_thread()
    {
        using var stop = new CancellationTokenSource();
        var actor = ActorOfAsTestActorRef<FunctionActor>(Making(() => new FunctionActor((_, _) => Thread.SpinWait(20))));
        var other = new Thread(() =>
        {
            for (var i = 0; i < 2_000_000 && !stop.IsCancellationRequested; i++) actor.Ref.Tell("x", ActorRefs.NoSender);
        });
        other.Start();
        for (var i = 0; i < 20; i++) actor.Ref.Tell("mine", ActorRefs.NoSender);
        stop.Cancel();
        Assert.True(other.Join(Limit));
    }

    [Fact]
    public void Published_events_find_subscribers_without_a_default_logger()
    {
        using var system = ActorSystem.Create("quiet", "akka.loggers = []");
        var seen = new TaskCompletionSource<LogEvent>();
        var actor = system.ActorOf(Making(() => new FunctionActor((_, message) => seen.TrySetResult((LogEvent)message))));
        system.EventStream.Subscribe(actor, typeof(LogEvent));
        system.Log.Error("e");
        AwaitCondition(() => seen.Task.IsCompleted, Limit);
    }
}

[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
[Collection(nameof(CostTests))]
public class CostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_idle_actor_costs_at_most_400_bytes()
    {
        const int Count = 20_000;
        using var system = ActorSystem.Create("memory", "akka.stdout-loglevel = OFF");
        await Populate(system, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var parent = await Populate(system, Count);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(parent);
        Assert.InRange((after - before) / (double)Count, 100, 400);
    }

    [Fact]
    public async Task A_tell_allocates_nothing_once_the_mailbox_is_warm()
    {
        using var system = ActorSystem.Create("allocations", "akka.stdout-loglevel = OFF");
        var done = new SemaphoreSlim(0);
        var actor = system.ActorOf(Props.CreateBy(new Producer(() => new Receiver(done))));
        var message = new object();
        for (var i = 0; i < 200; i++)
        {
            for (var j = 0; j < 50; j++) actor.Tell(message, ActorRefs.NoSender);
            await Told(actor, done);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var j = 0; j < 50; j++) actor.Tell(message, ActorRefs.NoSender);
        var perTell = (GC.GetAllocatedBytesForCurrentThread() - before) / 50.0;
        await Told(actor, done);
        Assert.InRange(perTell, 0, 8);
    }

    private static async Task Told(IActorRef actor, SemaphoreSlim done)
    {
        actor.Tell("done", ActorRefs.NoSender);
        Assert.True(await done.WaitAsync(Limit));
    }

    private static Task<IActorRef> Populate(ActorSystem system, int count) =>
        system.ActorOf(Props.CreateBy(new Producer(() => new Populator()))).Ask<IActorRef>(count, Limit);

    private sealed class Populator : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var asker = Sender;
            var props = Props.CreateBy(new Producer(() => new Idle()));
            IActorRef last = ActorRefs.Nobody;
            for (var i = 0; i < (int)message; i++) last = Context.ActorOf(props);

            // The pool may start them in another order; all have when each has answered.
            var left = (int)message;
            foreach (var child in Context.GetChildren()) child.Tell(new Identify(null));
            Become(answer =>
            {
                if (answer is ActorIdentity && --left == 0) asker.Tell(Self);
            });
        }
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Receiver(SemaphoreSlim done) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "done") done.Release();
        }
    }

    private sealed class Producer(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(UntypedActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
