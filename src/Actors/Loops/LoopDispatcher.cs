using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace HttpActors.Actors.Loops;

/// <summary>
/// The dispatcher of one event loop. An executor cannot tell whose mailbox it is handed, so each loop has its own.
/// </summary>
internal sealed class LoopDispatcher : MessageDispatcher
{
    private readonly EventLoop _loop;

    private LoopDispatcher(MessageDispatcherConfigurator configurator, EventLoop loop)
        : base(configurator)
    {
        _loop = loop;
        Id = IdOf(loop.Index);
    }

    public static string IdOf(int loop) => "http.loop-" + loop.ToString(CultureInfo.InvariantCulture);

    public static void Register(ActorSystem system, EventLoop loop) =>
        system.Dispatchers.RegisterConfigurator(IdOf(loop.Index), new LoopConfigurator(system, loop));

    /// <summary>Only queues: a mailbox registers itself again at the end of its run.</summary>
    protected override void ExecuteTask(IRunnable run) => _loop.Enqueue(run);

    /// <summary>Comes when the last actor is gone; the loop outlives that.</summary>
    protected override void Shutdown()
    {
    }

    private sealed class LoopConfigurator : MessageDispatcherConfigurator
    {
        private readonly LoopDispatcher _dispatcher;

        public LoopConfigurator(ActorSystem system, EventLoop loop)
            : base(ConfigOf(system, loop), system.Dispatchers.Prerequisites) =>
            _dispatcher = new LoopDispatcher(this, loop);

        public override MessageDispatcher Dispatcher() => _dispatcher;

        private static Config ConfigOf(ActorSystem system, EventLoop loop) =>
            ConfigurationFactory.ParseString($"id = {IdOf(loop.Index)}").WithFallback(system.Dispatchers.DefaultDispatcherConfig);
    }
}
