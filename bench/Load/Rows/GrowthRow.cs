using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Load.Rows;

internal sealed class GrowthRow : IRow
{
    private const int Small = 64;
    private const int Large = 10_000;
    private const double Limit = 1.5;
    private static readonly int[] Sizes = [16, Small, 256, 1024, 4096, Large];

    public string Id => "P13";

    public string Title => "hello at 16 to 10,000 connections: how cost, throughput and p99 grow";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var costs = new Dictionary<int, Metric>();
        foreach (var size in Sizes)
        {
            if (context.Limits.Refuse(size) is { } reason)
            {
                result.Note(reason);
                continue;
            }

            var series = await context.Measurements.GetAsync(
                Scenarios.Growth(size), context.Schedule.SideRounds, context.Cancellation, PeerNames.Ours, PeerNames.Kestrel, PeerNames.Floor);
            costs[size] = Of(series, size, "CPU per request", "µs", sample => sample.CpuMicrosecondsPerRequest);
            result.Metrics.Add(costs[size]);
            result.Metrics.Add(Of(series, size, "throughput", "requests/s", sample => sample.RequestsPerSecond));
            result.Metrics.Add(Of(series, size, "p99 latency", "ms", sample => sample.P99));
            result.Explain(series);
        }

        result.Verdicts.Add(new Verdict(
            $"CPU per request at {Large:N0} connections over that at {Small}", Growth(costs), Limit, false, "x"));
    }

    private static double? Growth(Dictionary<int, Metric> costs) =>
        costs.GetValueOrDefault(Large)?.Median(PeerNames.Ours) / costs.GetValueOrDefault(Small)?.Median(PeerNames.Ours);

    private static Metric Of(Series series, int size, string name, string unit, Func<Sample, double> value) =>
        Metric.From(series, name, unit, value) with { Connections = size };
}
