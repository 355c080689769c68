using Akka.Actor;
using BenchmarkDotNet.Attributes;

namespace HttpActors.Bench.Micro;

/// <summary>Actors made and stopped, and systems.</summary>
[MemoryDiagnoser]
public class CreationBenchmark
{
    private const int Count = 20_000;
    private readonly SemaphoreSlim _done = new(0);
    private ActorSystem _system = null!;

    [GlobalSetup]
    public void Setup() => _system = Systems.Create();

    [GlobalCleanup]
    public Task Cleanup() => _system.Terminate();

    /// <summary>One actor: made, started, stopped with its parent.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public async Task Actors()
    {
        var parent = _system.ActorOf(Props.CreateBy(new Producer(() => new Parent(Count, _done))));
        parent.Tell("go", ActorRefs.NoSender);
        await _done.WaitAsync();
        await parent.GracefulStop(TimeSpan.FromMinutes(1));
    }

    [Benchmark]
    public async Task SystemCreateAndTerminate()
    {
        var system = Systems.Create();
        await system.Terminate();
    }

    private sealed class Parent(int count, SemaphoreSlim done) : UntypedActor
    {
        private int _started;

        protected override void OnReceive(object message)
        {
            if (message is not "go")
            {
                if (++_started == count) done.Release();
                return;
            }

            var props = Props.CreateBy(new Producer(() => new Child()));
            for (var i = 0; i < count; i++) Context.ActorOf(props);
        }
    }

    private sealed class Child : UntypedActor
    {
        protected override void PreStart() => Context.Parent.Tell("started", Self);

        protected override void OnReceive(object message)
        {
        }
    }
}
