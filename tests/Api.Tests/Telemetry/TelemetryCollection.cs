namespace HttpActors.Tests.Telemetry;

/// <summary>Sources and meters are one per process: who listens to them must not hear the servers of other tests.</summary>
[CollectionDefinition(nameof(TelemetryCollection), DisableParallelization = true)]
public sealed class TelemetryCollection;
