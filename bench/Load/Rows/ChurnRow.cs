using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

internal sealed class ChurnRow : IRow
{
    private static readonly Scenario Churn = new(Service.Hello, 32) { Close = true, OwnGeneratorOnly = true };

    public string Id => "P7";

    public string Title => "a connection for each request: server CPU per request";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var series = await context.Measurements.GetAsync(Churn, context.Schedule.SideRounds, context.Cancellation);
        var metric = Metric.From(series, "CPU per request", "µs", sample => sample.CpuMicrosecondsPerRequest);
        result.Metrics.Add(metric);
        result.Metrics.Add(Metric.From(series, "throughput", "requests/s", sample => sample.RequestsPerSecond));
        result.Verdicts.Add(Verdict.Ratio(metric, PeerNames.Kestrel, 0.7));
        result.Explain(series);
    }
}
