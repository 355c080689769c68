namespace HttpActors.Supervisor.Config;

internal enum RestartPolicy
{
    Always,
    OnFailure,
    Never,
}

/// <summary>The numbers of supervision, as <see cref="Shapes"/> explains them.</summary>
internal sealed record RestartSettings
{
    internal RestartSettings()
    {
    }

    internal RestartSettings(Section restart, Section failures)
    {
        Policy = restart.Text("policy") switch
        {
            "always" => RestartPolicy.Always,
            "never" => RestartPolicy.Never,
            _ => RestartPolicy.OnFailure,
        };
        MaxRestarts = restart.Whole("maxRestarts");
        Window = restart.Duration("window");
        var backoff = restart.Of("backoff");
        (InitialBackoff, MaxBackoff) = (backoff.Duration("initial"), backoff.Duration("max"));
        (BackoffFactor, Jitter) = (backoff.Number("factor"), backoff.Number("jitter"));
        (MaxFailures, FailureWindow) = (failures.Whole("count"), failures.Duration("window"));
    }

    internal RestartPolicy Policy { get; init; } = RestartPolicy.OnFailure;

    internal int MaxRestarts { get; init; } = 5;

    internal TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    internal TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(0.5);

    internal TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    internal double BackoffFactor { get; init; } = 2;

    internal double Jitter { get; init; } = 0.2;

    /// <summary>Failed requests within <see cref="FailureWindow"/> that bring the service down; 0: never.</summary>
    internal int MaxFailures { get; init; } = 5;

    internal TimeSpan FailureWindow { get; init; } = TimeSpan.FromSeconds(10);
}
