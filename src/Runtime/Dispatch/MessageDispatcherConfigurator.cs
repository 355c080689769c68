using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Makes the dispatcher of an id; see <see cref="Dispatchers.RegisterConfigurator"/>.</summary>
public abstract class MessageDispatcherConfigurator
{
    /// <summary>Creates a configurator.</summary>
    /// <param name="config">The dispatcher's section.</param>
    /// <param name="prerequisites">See <see cref="Dispatchers.Prerequisites"/>.</param>
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    /// <summary>The dispatcher's section.</summary>
    public Config Config { get; }

    /// <summary>What the dispatcher may use of its system.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The dispatcher. Called for each actor that asks for the id: return the same one for a shared dispatcher.</summary>
    public abstract MessageDispatcher Dispatcher();
}
