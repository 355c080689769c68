using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Load.Rows;

internal sealed class LatencyRow : IRow
{
    private static readonly int[] Sizes = [64, 512];

    public string Id => "P4";

    public string Title => "hello: p99 latency at 64 and 512 connections";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        foreach (var size in Sizes)
        {
            var series = await context.Measurements.GetAsync(
                Scenarios.Growth(size), context.Schedule.SideRounds, context.Cancellation);
            var p99 = Metric.From(series, "p99 latency", "ms", sample => sample.P99);
            result.Metrics.Add(Metric.From(series, "p50 latency", "ms", sample => sample.P50));
            result.Metrics.Add(p99);
            result.Verdicts.Add(Verdict.Ratio(p99, PeerNames.Kestrel, 1.0));
            result.Explain(series);
        }
    }
}
