using Akka.Actor;

namespace HttpActors.Runtime.Tests.RandomTrees;

/// <summary>
/// Trees of actors under random tells, failures, stops, watches and creations. Whatever happens: no two turns of an
/// actor overlap, messages of one sender keep their order, every watch of an actor that ended is answered once, stop
/// is children first, hooks pair up, and the system ends. A failing seed is in the message; set HTTPACTORS_SEED to replay it.
/// </summary>
public class RandomTreeTests
{
    private const string Config = "akka { loggers = [], stdout-loglevel = OFF, log-dead-letters = 0, coordinated-shutdown.run-by-clr-shutdown-hook = off }";
    private const int Steps = 1500;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<int> Seeds()
    {
        var data = new TheoryData<int>();
        if (int.TryParse(Environment.GetEnvironmentVariable("HTTPACTORS_SEED"), out var seed))
        {
            data.Add(seed);
            return data;
        }

        for (var i = 1; i <= 8; i++) data.Add(i);
        data.Add(Environment.TickCount & int.MaxValue);
        return data;
    }

    /// <summary>On the thread pool: real races, so a seed repeats the commands but not the interleaving.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public Task A_tree_on_the_thread_pool_keeps_its_properties(int seed) => Run(seed, new World(null), async (world, system, roots) =>
    {
        var drivers = Enumerable.Range(0, 3).Select(driver => Task.Run(() =>
        {
            var random = new Random(seed + driver);
            for (var step = 0; step < Steps; step++) Act(world, system, roots, random, driver);
        }));
        await Task.WhenAll(drivers).WaitAsync(Limit);
        world.Check(SpinWait.SpinUntil(world.AllHeard, Limit), "a living watcher did not hear of an end");
        foreach (var root in roots) world.Check(await root.GracefulStop(Limit), $"{root} did not stop");
    });

    /// <summary>On one thread, which picks the next turn by the seed: the same seed, the same interleaving.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public Task A_tree_in_a_seeded_order_keeps_its_properties(int seed) => Run(seed, new World(SeededDispatcher.Name), async (world, system, roots) =>
    {
        var dispatcher = (SeededDispatcher)system.Dispatchers.Lookup(SeededDispatcher.Name);
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            Act(world, system, roots, random, driver: 0);
            for (var turns = random.Next(4); turns > 0; turns--) dispatcher.RunOne(random);
        }

        // The guardian decides about the roots on the thread pool.
        world.Check(SpinWait.SpinUntil(() => !dispatcher.RunOne(random) && world.AllHeard(), Limit), "a living watcher did not hear of an end");
        var stops = Task.WhenAll(roots.Select(root => root.GracefulStop(Limit)));
        world.Check(SpinWait.SpinUntil(() => !dispatcher.RunOne(random) && stops.IsCompleted, Limit), "the roots did not stop");
        await stops.WaitAsync(Limit);
    });

    private static async Task Run(int seed, World world, Func<World, ActorSystem, IActorRef[], Task> play)
    {
        var system = ActorSystem.Create("random", Config);
        SeededDispatcher.Register(system);
        try
        {
            var roots = Enumerable.Range(0, 4).Select(i => system.ActorOf(Node.PropsOf(world, null), "r" + i)).ToArray();
            await play(world, system, roots);
            world.Check(world.Living.IsEmpty, $"{world.Living.Count} actors live after their roots have stopped");
            world.CheckWatches();
            await system.Terminate().WaitAsync(Limit);
        }
        catch (Exception e)
        {
            world.Errors.Enqueue(e.ToString());
        }

        Assert.True(world.Errors.IsEmpty, $"seed {seed}: set HTTPACTORS_SEED={seed} to replay\n{string.Join('\n', world.Errors.Take(5))}");
    }

    private static void Act(World world, ActorSystem system, IActorRef[] roots, Random random, int driver)
    {
        var target = world.Pick(random, roots);
        object message = random.Next(100) switch
        {
            < 45 => new Numbered(driver, world.Next(driver, target)),
            < 60 => new Spawn(random.Next(4)),
            < 70 => new Fail(random.Next(5)),
            < 85 => new WatchIt(world.Pick(random, roots)),
            < 90 => new Unwatch(world.Pick(random, roots)),
            < 93 => new Switch(),
            < 95 => PoisonPill.Instance,
            < 96 => Kill.Instance,
            < 98 => new StopChild(),
            _ => new Async(),
        };

        // Roots are left alive, so that there is always something to grow from.
        var isRoot = Array.IndexOf(roots, target) >= 0;
        if (isRoot && message is PoisonPill or Kill) message = new Spawn(1);
        if (!isRoot && random.Next(200) == 0) system.Stop(target);
        target.Tell(message, ActorRefs.NoSender);
    }
}
