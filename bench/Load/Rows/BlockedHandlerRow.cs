using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

internal sealed class BlockedHandlerRow : IRow
{
    // A rate of its own: as fast as answers come, the quicker server would also block more of its threads.
    private static readonly Scenario Blocking =
        new(Service.Block, 64) { Rate = 1000, BlockEvery = 100, OwnGeneratorOnly = true };

    private const double LongestMilliseconds = 20;

    public string Id => "P14";

    public string Title => "one handler in 100 blocks its thread for 50 ms: latency of the other requests";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var series = await context.Measurements.GetAsync(Blocking, context.Schedule.SideRounds, context.Cancellation);
        var p99 = Metric.From(series, "p99 latency", "ms", sample => sample.P99);
        result.Metrics.Add(Metric.From(series, "p50 latency", "ms", sample => sample.P50));
        result.Metrics.Add(p99);
        result.Verdicts.Add(Verdict.Absolute(p99, LongestMilliseconds));
        result.Verdicts.Add(Verdict.Ratio(p99, PeerNames.Kestrel, 1.0));
        result.Verdicts.Add(Verdict.PoolRatio(p99, PeerNames.Kestrel, 1.0));
        result.Explain(series);
    }
}
