using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Load.Rows;

internal sealed class PipelinedCpuRow : IRow
{
    private static readonly Scenario Pipelined = Scenarios.Plain with { Pipeline = 16 };

    public string Id => "P3";

    public string Title => "hello, pipelined x16: server CPU per request";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var series = await context.Measurements.GetAsync(Pipelined, context.Schedule.MainRounds, context.Cancellation);
        var metric = Metric.From(series, "CPU per request", "µs", sample => sample.CpuMicrosecondsPerRequest);
        result.Metrics.Add(metric);
        result.Metrics.Add(Metric.From(series, "throughput", "requests/s", sample => sample.RequestsPerSecond));
        result.Verdicts.Add(Verdict.Ratio(metric, PeerNames.Kestrel, context.OnAkka ? 0.55 : 0.50));
        result.Explain(series);
    }
}
