using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using BenchmarkDotNet.Attributes;

namespace HttpActors.Bench.Micro;

/// <summary>
/// What the mailbox adds to a burst of 16 requests whose handling starts on the thread that saw the socket: a direct
/// call, one message for the burst, or a message for each request. The dispatcher queues and the same thread runs, as
/// on an event loop.
/// </summary>
[MemoryDiagnoser]
public class MailboxBenchmark
{
    private const int Bursts = 10_000;
    private const int Requests = 16;
    private const string LoopId = "bench.loop";
    private static readonly object Burst = new();
    private static readonly object Single = new();
    private readonly Queue<IRunnable> _queue = new();
    private readonly Work _work = new();
    private ActorSystem _system = null!;
    private IActorRef _actor = null!;

    [GlobalSetup]
    public void Setup()
    {
        _system = Systems.Create();
        _system.Dispatchers.RegisterConfigurator(LoopId, new QueueConfigurator(_system, _queue));
        _actor = _system.ActorOf(Props.CreateBy(new Producer(() => new Connection(_work))).WithDispatcher(LoopId));
        SpinWait.SpinUntil(() =>
        {
            RunQueued();
            return _work.Started;
        });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        var ended = _system.Terminate();
        SpinWait.SpinUntil(() =>
        {
            RunQueued();
            return ended.IsCompleted;
        });
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Bursts)]
    public void DirectCall()
    {
        for (var i = 0; i < Bursts; i++)
            _work.Do(Requests);
    }

    [Benchmark(OperationsPerInvoke = Bursts)]
    public void OneMessageForTheBurst()
    {
        for (var i = 0; i < Bursts; i++)
        {
            _actor.Tell(Burst, ActorRefs.NoSender);
            RunQueued();
        }
    }

    [Benchmark(OperationsPerInvoke = Bursts)]
    public void AMessageForEachRequest()
    {
        for (var i = 0; i < Bursts; i++)
        {
            for (var request = 0; request < Requests; request++)
                _actor.Tell(Single, ActorRefs.NoSender);
            RunQueued();
        }
    }

    private void RunQueued()
    {
        while (TryTake(out var run))
            run!.Run();
    }

    private bool TryTake(out IRunnable? run)
    {
        lock (_queue)
            return _queue.TryDequeue(out run);
    }

    private sealed class Work
    {
        private int _done;

        public bool Started { get; set; }

        public void Do(int requests)
        {
            for (var i = 0; i < requests; i++)
                Volatile.Write(ref _done, _done + 1);
        }
    }

    private sealed class Connection(Work work) : UntypedActor
    {
        protected override void PreStart() => work.Started = true;

        protected override void OnReceive(object message) => work.Do(ReferenceEquals(message, Burst) ? Requests : 1);
    }

    private sealed class QueueDispatcher(MessageDispatcherConfigurator configurator, Queue<IRunnable> queue)
        : MessageDispatcher(configurator)
    {
        // The start comes from the guardian's thread, before anything is measured.
        protected override void ExecuteTask(IRunnable run)
        {
            lock (queue)
                queue.Enqueue(run);
        }

        protected override void Shutdown()
        {
        }
    }

    private sealed class QueueConfigurator : MessageDispatcherConfigurator
    {
        private readonly QueueDispatcher _dispatcher;

        public QueueConfigurator(ActorSystem system, Queue<IRunnable> queue)
            : base(ConfigurationFactory.ParseString($"id = {LoopId}").WithFallback(system.Dispatchers.DefaultDispatcherConfig), system.Dispatchers.Prerequisites) =>
            _dispatcher = new QueueDispatcher(this, queue);

        public override MessageDispatcher Dispatcher() => _dispatcher;
    }
}
