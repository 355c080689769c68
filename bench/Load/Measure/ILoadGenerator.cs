using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Measure;

internal interface ILoadGenerator
{
    string Name { get; }

    Task<Sample> RunAsync(RunningServer server, Scenario scenario, LoadTiming timing, CancellationToken cancellation);
}
