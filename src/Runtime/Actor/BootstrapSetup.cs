using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The configuration a system starts with. Immutable.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config) => Config = config;

    /// <summary>The configuration, if one was given.</summary>
    public Option<Config> Config { get; }

    /// <summary>Without configuration.</summary>
    public static BootstrapSetup Create() => new(Option<Config>.None);

    /// <summary>With a configuration.</summary>
    /// <param name="config">The configuration.</param>
    public BootstrapSetup WithConfig(Config config) => new(Option<Config>.Create(config));

    /// <summary>With a configuration below the one there is.</summary>
    /// <param name="config">Used where the other has no value.</param>
    public BootstrapSetup WithConfigFallback(Config config) =>
        new(Option<Config>.Create(Config.HasValue ? Config.Value!.WithFallback(config) : config));
}
