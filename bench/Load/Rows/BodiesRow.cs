using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

internal sealed class BodiesRow : IRow
{
    private const double Limit = 0.7;

    private static readonly Scenario[] Echoes =
    [
        new(Service.Echo, 64) { Body = 1024, OwnGeneratorOnly = true },
        new(Service.Echo, 16) { Body = 64 * 1024, OwnGeneratorOnly = true },
    ];

    private static readonly Scenario[] Downloads =
    [
        new(Service.File, 8) { OwnGeneratorOnly = true },
        new(Service.Chunked, 8) { OwnGeneratorOnly = true },
    ];

    public string Id => "P6";

    public string Title => "JSON echo of 1 KB and 64 KB; 10 MiB with Content-Length (a file) and chunked: server CPU";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        foreach (var scenario in Echoes)
            await MeasureAsync(context, result, scenario, "CPU per request", sample => sample.CpuMicrosecondsPerRequest);
        foreach (var scenario in Downloads)
            await MeasureAsync(context, result, scenario, "CPU per MB", sample => sample.CpuMicrosecondsPerMegabyte);
    }

    private static async Task MeasureAsync(
        BenchContext context, RowResult result, Scenario scenario, string name, Func<Sample, double> value)
    {
        var series = await context.Measurements.GetAsync(scenario, context.Schedule.SideRounds, context.Cancellation);
        var metric = Metric.From(series, name, "µs", value);
        result.Metrics.Add(metric);
        result.Verdicts.Add(Verdict.Ratio(metric, PeerNames.Kestrel, Limit));
        result.Explain(series);
    }
}
