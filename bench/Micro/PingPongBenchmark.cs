using Akka.Actor;
using BenchmarkDotNet.Attributes;

namespace HttpActors.Bench.Micro;

/// <summary>Messages going back and forth between two actors; one operation is one message.</summary>
[MemoryDiagnoser]
public class PingPongBenchmark
{
    private const int Count = 1_000_000;
    private readonly SemaphoreSlim _done = new(0);
    private ActorSystem _system = null!;
    private IActorRef _ping = null!;
    private IActorRef _pong = null!;

    [Params(1, 16)]
    public int Balls { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _system = Systems.Create();
        _ping = _system.ActorOf(Props.CreateBy(new Producer(() => new Ping(Count / 2, _done))));
        _pong = _system.ActorOf(Props.CreateBy(new Producer(() => new Pong())));
    }

    [GlobalCleanup]
    public Task Cleanup() => _system.Terminate();

    [Benchmark(OperationsPerInvoke = Count)]
    public void BackAndForth()
    {
        _ping.Tell(new Serve(_pong, Balls), ActorRefs.NoSender);
        _done.Wait();
    }

    private sealed record Serve(IActorRef To, int Balls);

    private sealed class Ping(int count, SemaphoreSlim done) : UntypedActor
    {
        private int _left;
        private int _inPlay;

        protected override void OnReceive(object message)
        {
            if (message is Serve serve)
            {
                _left = count;
                _inPlay = serve.Balls;
                for (var i = 0; i < serve.Balls; i++) serve.To.Tell(this, Self);
            }
            else if (--_left >= 0)
            {
                Sender.Tell(message, Self);
            }
            else if (--_inPlay == 0)
            {
                done.Release();
            }
        }
    }

    private sealed class Pong : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
