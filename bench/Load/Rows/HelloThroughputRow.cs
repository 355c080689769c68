using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Load.Rows;

internal sealed class HelloThroughputRow : IRow
{
    public string Id => "P2";

    public string Title => "hello, 64 keep-alive connections: requests per second";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var series = await context.Measurements.GetAsync(Scenarios.Plain, context.Schedule.MainRounds, context.Cancellation);
        var metric = Metric.From(series, "throughput", "requests/s", sample => sample.RequestsPerSecond);
        result.Metrics.Add(metric);
        result.Verdicts.Add(Verdict.Ratio(metric, PeerNames.Kestrel, 1.6, atLeast: true));
        result.Explain(series);
    }
}
