using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Load.Rows;

internal sealed class HelloCpuRow : IRow
{
    public string Id => "P1";

    public string Title => "hello, 64 keep-alive connections: server CPU per request";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var series = await context.Measurements.GetAsync(Scenarios.Plain, context.Schedule.MainRounds, context.Cancellation);
        var metric = Metric.From(series, "CPU per request", "µs", sample => sample.CpuMicrosecondsPerRequest);
        result.Metrics.Add(metric);
        result.Verdicts.Add(Verdict.Ratio(metric, PeerNames.Kestrel, context.OnAkka ? 0.55 : 0.50));
        result.Verdicts.Add(Verdict.Ratio(metric, PeerNames.Floor, 1.30));
        result.Explain(series);
    }
}
