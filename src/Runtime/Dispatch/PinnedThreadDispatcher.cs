using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Gives one actor a thread of its own, which ends when the actor has been gone for the shutdown time.</summary>
internal sealed class PinnedThreadDispatcher : MessageDispatcher
{
    private readonly Queue<IRunnable> _queue = new();
    private Thread? _thread;
    private bool _isIdleEnd;

    public PinnedThreadDispatcher(MessageDispatcherConfigurator configurator, DispatcherSettings settings)
        : base(configurator) => Apply(settings);

    protected override void ExecuteTask(IRunnable run)
    {
        lock (_queue)
        {
            _queue.Enqueue(run);
            _isIdleEnd = false;
            if (_thread is null)
            {
                _thread = new Thread(Loop) { IsBackground = true, Name = Id };
                _thread.UnsafeStart();
            }
            else
            {
                Monitor.Pulse(_queue);
            }
        }
    }

    protected override void Shutdown()
    {
        lock (_queue)
        {
            _isIdleEnd = true;
            Monitor.Pulse(_queue);
        }
    }

    private void Loop()
    {
        while (true)
        {
            IRunnable next;
            lock (_queue)
            {
                while (_queue.Count == 0)
                {
                    if (_isIdleEnd)
                    {
                        _thread = null;
                        return;
                    }

                    Monitor.Wait(_queue);
                }

                next = _queue.Dequeue();
            }

            next.Run();
        }
    }
}

internal sealed class PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites, DispatcherSettings settings)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new PinnedThreadDispatcher(this, settings);
}
