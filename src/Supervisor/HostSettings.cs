namespace HttpActors.Supervisor;

/// <param name="Listen">Where to listen.</param>
/// <param name="DrainTimeout">How long running exchanges may take once the process was asked to stop.</param>
internal sealed record HostSettings(ListenAddress Listen, TimeSpan DrainTimeout);
