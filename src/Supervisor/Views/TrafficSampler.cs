using HttpActors.Supervisor.Metrics;

namespace HttpActors.Supervisor.Views;

/// <summary>
/// Rates and quantiles from histograms that only grow: the difference between now and some seconds ago. Quantiles are
/// interpolated within their bucket, so they are as exact as the buckets are narrow.
/// </summary>
internal sealed class TrafficSampler(MetricsCollector metrics, TimeProvider clock)
{
    /// <summary>Long enough to be calm, short enough to show what happens now.</summary>
    private const int Window = 10;

    private readonly Queue<(long Time, Dictionary<string, long[]> Buckets)> _samples = new();

    internal IReadOnlyDictionary<string, Traffic> Sample()
    {
        var buckets = new Dictionary<string, long[]>();
        var classes = new Dictionary<string, long[]>();
        var histogram = metrics.Find(SupervisorInstruments.Duration);
        foreach (var series in histogram?.All ?? [])
        {
            if (Tag(series, "httpactors.service.name") is not string name)
                continue;
            var value = series.Read();
            Add(buckets, name, value.Buckets);
            Add(classes, name, ClassOf(series, value.Count));
        }

        var now = clock.GetTimestamp();
        _samples.Enqueue((now, buckets));
        if (_samples.Count > Window)
            _samples.Dequeue();
        var (since, before) = _samples.Peek();
        var seconds = clock.GetElapsedTime(since, now).TotalSeconds;
        return buckets.ToDictionary(
            pair => pair.Key,
            pair => Describe(pair.Value, before.GetValueOrDefault(pair.Key), histogram!.Bounds!, seconds) with { Classes = classes[pair.Key], Bytes = BytesOf(pair.Key) });
    }

    /// <summary>The value that a part of the measurements does not exceed; NaN where there are none.</summary>
    internal static double Quantile(double part, long[] buckets, double[] bounds)
    {
        var total = buckets.Sum();
        if (total == 0)
            return double.NaN;
        var rank = part * total;
        var below = 0L;
        for (var i = 0; i < bounds.Length; i++)
        {
            if (below + buckets[i] >= rank && buckets[i] > 0)
            {
                var from = i == 0 ? 0 : bounds[i - 1];
                return from + ((bounds[i] - from) * (rank - below) / buckets[i]);
            }

            below += buckets[i];
        }

        // Above all bounds nothing is known but that.
        return bounds[^1];
    }

    private static Traffic Describe(long[] now, long[]? before, double[] bounds, double seconds)
    {
        var recent = before is null ? now : [.. now.Zip(before, (after, earlier) => after - earlier)];
        return new Traffic(
            seconds > 0 ? recent.Sum() / seconds : 0,
            Quantile(0.5, recent, bounds),
            Quantile(0.95, recent, bounds),
            Quantile(0.99, recent, bounds),
            [],
            0);
    }

    private static long[] ClassOf(Series series, long count)
    {
        var classes = new long[4];
        var index = ((Tag(series, "http.response.status_code") as int?) ?? 0) / 100 - 2;
        if (index is >= 0 and < 4)
            classes[index] = count;
        return classes;
    }

    private long BytesOf(string service) => (long)(metrics.Find(SupervisorInstruments.Bytes)?.All
        .Where(series => Tag(series, "httpactors.service.name") is string name && name == service)
        .Sum(series => series.Read().Sum) ?? 0);

    private static object? Tag(Series series, string name) => series.Tags.FirstOrDefault(tag => tag.Key == name).Value;

    private static void Add(Dictionary<string, long[]> sums, string name, long[] values) =>
        sums[name] = sums.TryGetValue(name, out var known) ? [.. known.Zip(values, (a, b) => a + b)] : values;
}
