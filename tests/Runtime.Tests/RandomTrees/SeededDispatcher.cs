using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace HttpActors.Runtime.Tests.RandomTrees;

/// <summary>Keeps turns until the test runs one of them, picked by its generator: so that an interleaving can be had again.</summary>
internal sealed class SeededDispatcher : MessageDispatcher
{
    public const string Name = "seeded";
    private readonly List<IRunnable> _turns = [];

    private SeededDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
        Id = Name;
        Throughput = 3;
    }

    public static SeededDispatcher Register(ActorSystem system)
    {
        var configurator = new SeededConfigurator(system);
        system.Dispatchers.RegisterConfigurator(Name, configurator);
        return configurator.One;
    }

    /// <summary>Runs one turn, if there is any.</summary>
    public bool RunOne(Random random)
    {
        IRunnable turn;
        lock (_turns)
        {
            if (_turns.Count == 0) return false;
            var at = random.Next(_turns.Count);
            turn = _turns[at];
            _turns.RemoveAt(at);
        }

        turn.Run();
        return true;
    }

    protected override void ExecuteTask(IRunnable run)
    {
        lock (_turns) _turns.Add(run);
    }

    protected override void Shutdown()
    {
    }

    private sealed class SeededConfigurator : MessageDispatcherConfigurator
    {
        public SeededConfigurator(ActorSystem system)
            : base(ConfigurationFactory.ParseString("id = " + Name).WithFallback(system.Dispatchers.DefaultDispatcherConfig), system.Dispatchers.Prerequisites) =>
            One = new SeededDispatcher(this);

        public SeededDispatcher One { get; }

        public override MessageDispatcher Dispatcher() => One;
    }
}
