using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace HttpActors.Runtime.Tests;

public class DispatcherTests() : ActorTest(
    """
    my-pinned { type = PinnedDispatcher, throughput = 5 }
    my-pool { type = Dispatcher, throughput = 3 }
    """)
{
    private Props ThreadReporter() => Making(() => new FunctionActor((context, _) => context.Sender.Tell(Environment.CurrentManagedThreadId)));

    [Fact]
    public void The_default_is_the_thread_pool_with_30_messages_a_turn()
    {
        var dispatcher = Sys.Dispatchers.DefaultGlobalDispatcher;
        Assert.Equal(Dispatchers.DefaultDispatcherId, dispatcher.Id);
        Assert.Equal(30, dispatcher.Throughput);
        var actor = Acting((context, _) => context.Sender.Tell((Thread.CurrentThread.IsThreadPoolThread, context.Dispatcher.Id)));
        actor.Tell("x");
        ExpectMsg((true, Dispatchers.DefaultDispatcherId));
    }

    [Fact]
    public void A_pinned_actor_keeps_its_thread()
    {
        var actor = Sys.ActorOf(ThreadReporter().WithDispatcher("my-pinned"));
        var ids = new HashSet<int>();
        for (var i = 0; i < 20; i++)
        {
            actor.Tell("x");
            ids.Add(ExpectMsg<int>());
        }

        Assert.Single(ids);
    }

    [Fact]
    public void Pinned_actors_have_threads_of_their_own()
    {
        var ids = new HashSet<int>();
        for (var i = 0; i < 3; i++)
        {
            Sys.ActorOf(ThreadReporter().WithDispatcher("my-pinned")).Tell("x");
            ids.Add(ExpectMsg<int>());
        }

        Assert.Equal(3, ids.Count);
    }

    [Fact]
    public void A_dispatcher_can_be_configured()
    {
        Assert.True(Sys.Dispatchers.HasDispatcher("my-pool"));
        Assert.Equal(3, Sys.Dispatchers.Lookup("my-pool").Throughput);
        Assert.Same(Sys.Dispatchers.Lookup("my-pool"), Sys.Dispatchers.Lookup("my-pool"));
        Sys.ActorOf(ThreadReporter().WithDispatcher("my-pool")).Tell("x");
        ExpectMsg<int>();
    }

    [Fact]
    public void There_is_one_for_blocking_work()
    {
        Assert.Equal(1, Sys.Dispatchers.Lookup(Dispatchers.DefaultBlockingDispatcherId).Throughput);
    }

    [Fact]
    public void An_unknown_dispatcher_is_refused()
    {
        Assert.False(Sys.Dispatchers.HasDispatcher("none"));
        Assert.Throws<ConfigurationException>(() => Sys.Dispatchers.Lookup("none"));
        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(ThreadReporter().WithDispatcher("none")));
    }

    [Fact]
    public void A_dispatcher_made_in_code_runs_its_actors()
    {
        using var loop = new LoopThread();
        Assert.True(Sys.Dispatchers.RegisterConfigurator("loop", new LoopConfigurator(Sys, loop)));
        Assert.False(Sys.Dispatchers.RegisterConfigurator("loop", new LoopConfigurator(Sys, loop)));
        var actor = Sys.ActorOf(ThreadReporter().WithDispatcher("loop"));
        for (var i = 0; i < 10; i++)
        {
            actor.Tell("x");
            ExpectMsg(loop.Id);
        }
    }

    [Fact]
    public void Children_use_the_default_unless_they_say_otherwise()
    {
        using var loop = new LoopThread();
        Sys.Dispatchers.RegisterConfigurator("loop", new LoopConfigurator(Sys, loop));
        var parent = Sys.ActorOf(Making(() => new ParentActor(null)).WithDispatcher("loop"));
        ChildOf(parent, ThreadReporter()).Tell("x");
        Assert.NotEqual(loop.Id, ExpectMsg<int>());
        ChildOf(parent, ThreadReporter().WithDispatcher("loop")).Tell("x");
        ExpectMsg(loop.Id);
    }

    [Fact]
    public void Continuations_run_on_the_actors_dispatcher()
    {
        using var loop = new LoopThread();
        Sys.Dispatchers.RegisterConfigurator("loop", new LoopConfigurator(Sys, loop));
        var probe = TestActor;
        var actor = Sys.ActorOf(Making(() => new Awaiting(probe)).WithDispatcher("loop"));
        actor.Tell("x");
        ExpectMsg(loop.Id);
        ExpectMsg(loop.Id);
    }

    [Fact]
    public void Failures_and_restarts_stay_on_the_dispatcher()
    {
        using var loop = new LoopThread();
        Sys.Dispatchers.RegisterConfigurator("loop", new LoopConfigurator(Sys, loop));
        var actor = Sys.ActorOf(Making(() => new FunctionActor((context, message) =>
        {
            if (message is Exception e) throw e;
            context.Sender.Tell(Environment.CurrentManagedThreadId);
        })).WithDispatcher("loop"));
        actor.Tell(new InvalidOperationException());
        actor.Tell("x");
        ExpectMsg(loop.Id);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_dispatcher_runs_actions()
    {
        using var loop = new LoopThread();
        var configurator = new LoopConfigurator(Sys, loop);
        configurator.Dispatcher().Schedule(() => TestActor.Tell(Environment.CurrentManagedThreadId, ActorRefs.NoSender));
        ExpectMsg(loop.Id);
    }

    [Fact]
    public void A_turn_ends_after_its_throughput()
    {
        using var loop = new LoopThread();
        Sys.Dispatchers.RegisterConfigurator("loop", new LoopConfigurator(Sys, loop));
        using var gate = new ManualResetEventSlim();
        var order = new ConcurrentQueue<string>();
        Props Of(string name) => Making(() => new FunctionActor((_, message) =>
        {
            if (message is "block") gate.Wait(Limit);
            else order.Enqueue(name);
            if (message is "last") TestActor.Tell("done");
        })).WithDispatcher("loop");
        var (a, b) = (Sys.ActorOf(Of("a")), Sys.ActorOf(Of("b")));
        Sync(a);
        Sync(b);
        a.Tell("block");
        for (var i = 0; i < 20; i++) a.Tell(i);
        for (var i = 0; i < 20; i++) b.Tell(i);
        a.Tell("last");
        b.Tell("last");
        gate.Set();
        ExpectMsg("done");
        ExpectMsg("done");
        var (longest, run, last) = (0, 0, string.Empty);
        foreach (var name in order)
        {
            run = name == last ? run + 1 : 1;
            last = name;
            longest = Math.Max(longest, run);
        }

        Assert.InRange(longest, 2, 12);
    }

    [Fact]
    public void A_dispatcher_is_told_when_its_last_actor_is_gone()
    {
        using var loop = new LoopThread();
        var configurator = new LoopConfigurator(Sys, loop);
        Sys.Dispatchers.RegisterConfigurator("loop", configurator);
        var actor = Sys.ActorOf(ThreadReporter().WithDispatcher("loop"));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        AwaitCondition(() => configurator.ShutDowns > 0, Limit);
        Sys.ActorOf(ThreadReporter().WithDispatcher("loop")).Tell("x");
        ExpectMsg(loop.Id);
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting(IActorRef probe) => ReceiveAnyAsync(async _ =>
        {
            probe.Tell(Environment.CurrentManagedThreadId);
            await Task.Yield();
            probe.Tell(Environment.CurrentManagedThreadId);
        });
    }

    private sealed class LoopThread : IDisposable
    {
        private readonly BlockingCollection<IRunnable> _queue = [];
        private readonly Thread _thread;

        public LoopThread()
        {
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        public int Id => _thread.ManagedThreadId;

        public void Enqueue(IRunnable run) => _queue.Add(run);

        // The collection itself is left to the collector: turns may still come while the system ends.
        public void Dispose()
        {
        }

        private void Run()
        {
            foreach (var run in _queue.GetConsumingEnumerable()) run.Run();
        }
    }

    private sealed class LoopDispatcher : MessageDispatcher
    {
        private readonly LoopThread _loop;
        private readonly LoopConfigurator _configurator;

        public LoopDispatcher(LoopConfigurator configurator, LoopThread loop)
            : base(configurator)
        {
            _loop = loop;
            _configurator = configurator;
            Id = "loop";
            Throughput = 10;
            ShutdownTimeout = TimeSpan.FromMilliseconds(50);
        }

        protected override void ExecuteTask(IRunnable run) => _loop.Enqueue(run);

        protected override void Shutdown() => Interlocked.Increment(ref _configurator.ShutDowns);
    }

    private sealed class LoopConfigurator : MessageDispatcherConfigurator
    {
        public int ShutDowns;
        private readonly LoopDispatcher _dispatcher;

        public LoopConfigurator(ActorSystem system, LoopThread loop)
            : base(ConfigurationFactory.ParseString("id = loop").WithFallback(system.Dispatchers.DefaultDispatcherConfig), system.Dispatchers.Prerequisites) =>
            _dispatcher = new LoopDispatcher(this, loop);

        public override MessageDispatcher Dispatcher() => _dispatcher;
    }
}
