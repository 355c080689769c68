using Akka;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace HttpActors.Runtime.Tests;

public class SystemTests
{
    private const string Quiet = "akka { loggers = [], stdout-loglevel = OFF, coordinated-shutdown.run-by-clr-shutdown-hook = off }";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static ActorSystem Create(string name = "sys", string config = "") => ActorSystem.Create(name, ConfigurationFactory.ParseString(Quiet + "\n" + config));

    [Theory]
    [InlineData("a")]
    [InlineData("My-System-1")]
    public async Task A_system_has_its_name(string name)
    {
        var system = Create(name);
        Assert.Equal(name, system.Name);
        Assert.Equal($"akka://{name}", system.ToString());
        await system.Terminate().WaitAsync(Limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a.b")]
    public void A_malformed_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => Create(name));

    [Fact]
    public async Task A_system_is_made_with_a_setup()
    {
        var setup = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(Quiet).WithFallback("my.key = 5"));
        foreach (var system in new[] { ActorSystem.Create("one", setup), ActorSystem.Create("two", ActorSystemSetup.Create(setup)) })
        {
            Assert.Equal(5, system.Settings.Config.GetInt("my.key"));
            await system.Terminate().WaitAsync(Limit);
        }
    }

    [Fact]
    public async Task A_terminated_system_says_so()
    {
        var system = Create();
        Assert.False(system.WhenTerminated.IsCompleted);
        await system.Terminate().WaitAsync(Limit);
        await system.WhenTerminated.WaitAsync(Limit);
    }

    [Fact]
    public async Task Terminating_twice_does_no_harm()
    {
        var system = Create();
        await Task.WhenAll(system.Terminate(), system.Terminate()).WaitAsync(Limit);
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Termination_stops_all_actors_children_first()
    {
        var order = new List<string>();
        var system = Create();
        var parent = system.ActorOf(Props.Create(() => new Family("p", order)));
        await parent.Ask<string>("x", Limit);
        await system.Terminate().WaitAsync(Limit);
        Assert.Equal(["p/child", "p"], order);
    }

    [Fact]
    public async Task Termination_of_many_actors_ends()
    {
        var system = Create();
        for (var i = 0; i < 2000; i++) system.ActorOf(Props.Create(() => new Nothing()));
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Callbacks_run_at_the_end_the_last_one_first()
    {
        var order = new List<int>();
        var system = Create();
        system.RegisterOnTermination(() => order.Add(1));
        system.RegisterOnTermination(() => order.Add(2));
        await system.Terminate().WaitAsync(Limit);
        await system.WhenTerminated.WaitAsync(Limit);
        Assert.Equal([2, 1], order);
    }

    [Fact]
    public async Task After_the_end_no_actor_is_made()
    {
        var system = Create();
        await system.Terminate().WaitAsync(Limit);
        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Nothing())));
    }

    [Fact]
    public async Task After_the_end_messages_are_lost_quietly()
    {
        var system = Create();
        var actor = system.ActorOf(Props.Create(() => new Nothing()));
        await system.Terminate().WaitAsync(Limit);
        actor.Tell("x");
        system.DeadLetters.Tell("y");
        system.Stop(actor);
    }

    [Fact]
    public void Disposing_waits_for_the_end()
    {
        var system = Create();
        system.Dispose();
        Assert.True(system.WhenTerminated.IsCompleted);
        system.Dispose();
    }

    [Fact]
    public async Task A_system_counts_its_time()
    {
        var system = Create();
        Assert.True(system.Uptime >= TimeSpan.Zero);
        Assert.True(system.Uptime < Limit);
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Two_systems_do_not_share_names()
    {
        var (a, b) = (Create("one"), Create("two"));
        var (x, y) = (a.ActorOf(Props.Create(() => new Nothing()), "n"), b.ActorOf(Props.Create(() => new Nothing()), "n"));
        Assert.NotEqual(x.Path, y.Path);
        await a.Terminate().WaitAsync(Limit);
        Assert.Equal("y", await y.Ask<string>("y", Limit));
        await b.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Settings_have_their_defaults()
    {
        var system = ActorSystem.Create("defaults", ConfigurationFactory.ParseString("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off"));
        Assert.Equal("INFO", system.Settings.LogLevel);
        Assert.Equal("WARNING", system.Settings.StdoutLogLevel);
        Assert.Equal(10, system.Settings.LogDeadLetters);
        Assert.Equal(TimeSpan.FromMinutes(5), system.Settings.LogDeadLettersSuspendDuration);
        Assert.Equal(Timeout.InfiniteTimeSpan, system.Settings.AskTimeout);
        Assert.False(system.Settings.DebugLifecycle);
        Assert.True(system.Settings.CoordinatedShutdownTerminateActorSystem);
        Assert.True(system.Settings.CoordinatedShutdownRunByActorSystemTerminate);
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task The_time_to_wait_for_an_answer_can_be_configured()
    {
        var system = Create("asks", "akka.actor.ask-timeout = 40ms");
        var actor = system.ActorOf(Props.Create(() => new Silent()));
        await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask<string>("x"));
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Phases_run_in_order_before_the_actors_stop()
    {
        var order = new List<string>();
        var system = Create();
        var actor = system.ActorOf(Props.Create(() => new Family("p", order)));
        await actor.Ask<string>("x", Limit);
        var shutdown = CoordinatedShutdown.Get(system);
        foreach (var phase in new[] { CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseServiceUnbind })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                lock (order) order.Add(phase);
                return Task.FromResult(Done.Instance);
            });
        }

        await system.Terminate().WaitAsync(Limit);
        Assert.Equal(["before-service-unbind", "service-unbind", "service-stop", "p/child", "p"], order);
    }

    [Fact]
    public async Task A_phase_that_takes_too_long_is_left()
    {
        var system = Create("slow", "akka.coordinated-shutdown.phases.service-stop.timeout = 50ms");
        var shutdown = CoordinatedShutdown.Get(system);
        Assert.Equal(TimeSpan.FromMilliseconds(50), shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "never", () => new TaskCompletionSource<Done>().Task);
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task A_task_that_fails_does_not_stop_the_shutdown()
    {
        var system = Create();
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "bad", () => throw new InvalidOperationException());
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task A_shutdown_runs_once_and_knows_why()
    {
        var system = Create();
        var shutdown = CoordinatedShutdown.Get(system);
        Assert.Same(shutdown, CoordinatedShutdown.Get(system));
        Assert.Null(shutdown.ShutdownReason);
        var runs = 0;
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "count", () =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(Done.Instance);
        });
        await Task.WhenAll(shutdown.Run(CoordinatedShutdown.UnknownReason.Instance), shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)).WaitAsync(Limit);
        Assert.Equal(1, runs);
        Assert.Same(CoordinatedShutdown.UnknownReason.Instance, shutdown.ShutdownReason);
        await system.WhenTerminated.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_shutdown_can_begin_with_a_later_phase()
    {
        var order = new List<string>();
        var system = Create();
        var shutdown = CoordinatedShutdown.Get(system);
        foreach (var phase in new[] { CoordinatedShutdown.PhaseServiceUnbind, CoordinatedShutdown.PhaseServiceStop })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                order.Add(phase);
                return Task.FromResult(Done.Instance);
            });
        }

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop).WaitAsync(Limit);
        Assert.Equal([CoordinatedShutdown.PhaseServiceStop], order);
        await system.WhenTerminated.WaitAsync(Limit);
    }

    [Fact]
    public async Task Unknown_phases_are_refused()
    {
        var system = Create();
        Assert.Throws<ArgumentException>(() => CoordinatedShutdown.Get(system).Timeout("no such phase"));
        Assert.Throws<ConfigurationException>(() => CoordinatedShutdown.Get(system).AddTask("no such phase", "x", () => Task.FromResult(Done.Instance)));
        await system.Terminate().WaitAsync(Limit);
    }

    private sealed class Nothing : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    public sealed class Family : UntypedActor
    {
        private readonly string _name;
        private readonly List<string> _order;

        public Family(string name, List<string> order)
        {
            _name = name;
            _order = order;
            if (!name.Contains('/', StringComparison.Ordinal)) Context.ActorOf(Props.Create(() => new Family(name + "/child", order)), "child");
        }

        protected override void OnReceive(object message) => Sender.Tell(message);

        protected override void PostStop()
        {
            lock (_order) _order.Add(_name);
        }
    }
}
