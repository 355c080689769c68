namespace HttpActors;

/// <summary>What a host tells a service about itself.</summary>
public sealed class HttpServiceContext
{
    /// <summary>The service's name in the host's configuration.</summary>
    public required string Name { get; init; }

    /// <summary>What the configuration says for this service alone. Default empty.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The directory of the configuration file; relative paths in settings are meant from here.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The host's clock. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
