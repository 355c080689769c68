using System.Threading.Channels;
using Akka.Actor;
using BenchmarkDotNet.Attributes;

namespace HttpActors.Bench.Micro;

/// <summary>One producer, one receiver: an actor beside an unbounded channel with one reader.</summary>
[MemoryDiagnoser]
public class TellBenchmark
{
    private const int Count = 1_000_000;
    private readonly object _message = new();
    private readonly SemaphoreSlim _done = new(0);
    private ActorSystem _system = null!;
    private IActorRef _actor = null!;
    private Channel<object> _channel = null!;
    private Task _reader = Task.CompletedTask;

    [GlobalSetup]
    public void Setup()
    {
        _system = Systems.Create();
        _actor = _system.ActorOf(Props.CreateBy(new Producer(() => new Counter(Count, _done))));
        _channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        _reader = Task.Run(Read);
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _channel.Writer.Complete();
        await _reader;
        await _system.Terminate();
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Tell()
    {
        for (var i = 0; i < Count; i++) _actor.Tell(_message, ActorRefs.NoSender);
        _done.Wait();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void WriteToChannel()
    {
        for (var i = 0; i < Count; i++) _channel.Writer.TryWrite(_message);
        _done.Wait();
    }

    private async Task Read()
    {
        var count = 0;
        while (await _channel.Reader.WaitToReadAsync())
        {
            while (_channel.Reader.TryRead(out _))
            {
                if (++count != Count) continue;
                count = 0;
                _done.Release();
            }
        }
    }

    private sealed class Counter(int count, SemaphoreSlim done) : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message)
        {
            if (++_count != count) return;
            _count = 0;
            done.Release();
        }
    }
}
