using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs turns on the thread pool; the default.</summary>
internal sealed class ThreadPoolDispatcher : MessageDispatcher
{
    public ThreadPoolDispatcher(MessageDispatcherConfigurator configurator, DispatcherSettings settings)
        : base(configurator)
    {
        Id = settings.Id;
        Throughput = settings.Throughput;
        ThroughputDeadlineTime = settings.ThroughputDeadline.Ticks;
        ShutdownTimeout = settings.ShutdownTimeout;
    }

    // Unsafe: the teller's execution context must not flow into the actor.
    protected override void ExecuteTask(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);

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
