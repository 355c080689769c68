using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs turns on the thread pool; the default.</summary>
internal sealed class ThreadPoolDispatcher : MessageDispatcher
{
    public ThreadPoolDispatcher(MessageDispatcherConfigurator configurator, DispatcherSettings settings)
        : base(configurator) => Apply(settings);

    // Unsafe: the teller's execution context must not flow into the actor. Not local: a thread's own queue is last in,
    // first out and comes before the shared one, so that two actors that talk to each other would starve the others; and
    // an actor that blocks on another one it has just told would keep that one in its own queue.
    protected override void ExecuteTask(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);

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
