namespace HttpActors.Tests;

/// <summary>Tests that count what the process has, or hear what anybody in it fails to observe.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
