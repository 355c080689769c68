using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>What services need of the world around them.</summary>
internal sealed record ServiceSurroundings(ProgramFactory Factory, SupervisorLog Log)
{
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>From 0 to 1, for jitter.</summary>
    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>A service is started again by itself.</summary>
    internal Action<string> Restarted { get; init; } = _ => { };

    /// <summary>A service is failed for good.</summary>
    internal Action<ServiceConfig> GaveUp { get; init; } = _ => { };

    internal HttpServiceContext ContextFor(ServiceConfig config) => new()
    {
        Name = config.Name,
        Settings = config.Type == "code" ? config.Section.TextMap("settings") : new Dictionary<string, string>(),
        BaseDirectory = config.Directory,
        TimeProvider = Clock,
    };
}
