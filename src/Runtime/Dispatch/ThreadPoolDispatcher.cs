using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs turns on the thread pool; the default.</summary>
internal sealed class ThreadPoolDispatcher : MessageDispatcher
{
    [ThreadStatic]
    private static uint _scheduled;

    public ThreadPoolDispatcher(MessageDispatcherConfigurator configurator, DispatcherSettings settings)
        : base(configurator) => Apply(settings);

    // Unsafe: the teller's execution context must not flow into the actor. Local, because an actor that was just told
    // something runs fastest on the thread that told it; but a thread's own queue is last in, first out and comes before
    // the shared one, so without every sixteenth turn going there two actors that talk to each other would starve others.
    protected override void ExecuteTask(IRunnable run) =>
        ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: (++_scheduled & 15) != 0);

    /// <summary>An actor that has used up its turn goes to the end of the shared queue.</summary>
    internal override void ExecuteAgain(IRunnable turn) => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);

    protected override void Shutdown()
    {
    }
}

internal sealed class ThreadPoolDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly ThreadPoolDispatcher _dispatcher;

    public ThreadPoolDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites, DispatcherSettings settings)
        : base(config, prerequisites) => _dispatcher = new ThreadPoolDispatcher(this, settings);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
