using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>The dispatchers of a system, by id.</summary>
public sealed class Dispatchers
{
    /// <summary>The id of the dispatcher of actors that name none: the thread pool, 30 messages a turn.</summary>
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";

    /// <summary>The id of the dispatcher for blocking work: the thread pool, 1 message a turn.</summary>
    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";

    // Guarded by itself. A plain one, because the concurrent ones live in an assembly that a start would load for this alone.
    private readonly Dictionary<string, MessageDispatcherConfigurator> _configurators = [];
    private readonly Config _config;

    internal Dispatchers(ActorSystemImpl system, Config config)
    {
        _config = config;
        Prerequisites = new SystemPrerequisites(system);
        DefaultDispatcherConfig = DispatcherSettings.Defaults(config.GetConfig(DefaultDispatcherId));
        DefaultGlobalDispatcher = Lookup(DefaultDispatcherId);
    }

    /// <summary>The dispatcher of <see cref="DefaultDispatcherId"/>.</summary>
    public MessageDispatcher DefaultGlobalDispatcher { get; }

    /// <summary>The section of <see cref="DefaultDispatcherId"/>; what other dispatchers do not say is taken from it.</summary>
    public Config DefaultDispatcherConfig { get; }

    /// <summary>What a configurator made in code is constructed with.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The dispatcher of an id: a registered one, a section of the configuration, or a default.</summary>
    /// <param name="dispatcherName">The id.</param>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public MessageDispatcher Lookup(string dispatcherName)
    {
        MessageDispatcherConfigurator? configurator;
        lock (_configurators)
        {
            if (!_configurators.TryGetValue(dispatcherName, out configurator))
                _configurators[dispatcherName] = configurator = FromConfig(dispatcherName);
        }

        return configurator.Dispatcher();
    }

    /// <summary>Whether there is a dispatcher of an id.</summary>
    /// <param name="id">The id.</param>
    public bool HasDispatcher(string id)
    {
        lock (_configurators)
        {
            if (_configurators.ContainsKey(id)) return true;
        }

        return id is DefaultDispatcherId or DefaultBlockingDispatcherId || _config.HasPath(id);
    }

    /// <summary>Adds a dispatcher made in code.</summary>
    /// <param name="id">The id that props name.</param>
    /// <param name="configurator">Makes the dispatcher.</param>
    /// <returns>False if the id is taken; then nothing changes.</returns>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator)
    {
        lock (_configurators) return _configurators.TryAdd(id, configurator);
    }

    private MessageDispatcherConfigurator FromConfig(string id)
    {
        if (!HasDispatcher(id)) throw new ConfigurationException($"Dispatcher {id} not configured.");
        var section = _config.GetConfig(id) ?? Config.Empty;
        if (id == DefaultBlockingDispatcherId) section = section.WithFallback("throughput = 1");
        var settings = DispatcherSettings.From(id, section, DefaultDispatcherConfig);
        return settings.Type switch
        {
            "Dispatcher" => new ThreadPoolDispatcherConfigurator(section, Prerequisites, settings),
            "PinnedDispatcher" => new PinnedDispatcherConfigurator(section, Prerequisites, settings),
            _ => throw new ConfigurationException(
                $"The type '{settings.Type}' of the dispatcher '{id}' is not supported: it can be Dispatcher or PinnedDispatcher; register others with Dispatchers.RegisterConfigurator."),
        };
    }

    private sealed class SystemPrerequisites(ActorSystemImpl system) : IDispatcherPrerequisites
    {
        public EventStream EventStream => system.EventStream;

        public IScheduler Scheduler => system.Scheduler;

        public Settings Settings => system.Settings;
    }
}
