using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HttpActors.Supervisor.Metrics;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>Everything one instrument has measured. The number of its series is bounded, whatever clients send.</summary>
internal sealed class CollectedInstrument
{
    /// <summary>OpenTelemetry's limit and its name for what is beyond: a client that invents values cannot fill the memory.</summary>
    internal const int MostSeries = 2000;

    private static readonly KeyValuePair<string, object?>[] Overflow = [new("otel.metric.overflow", true)];

    /// <summary>OpenTelemetry's default, for histograms that advise none.</summary>
    private static readonly double[] DefaultBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _series = new(new TagComparer());
    private readonly bool _isTotal;

    internal CollectedInstrument(Instrument instrument)
    {
        (Name, Unit, Description) = (instrument.Name, instrument.Unit ?? "", instrument.Description ?? "");
        Scope = (instrument.Meter.Name, instrument.Meter.Version ?? "");
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        Kind = generic == typeof(Histogram<>) ? MetricKind.Histogram
            : generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
        _isTotal = instrument.IsObservable || generic == typeof(Gauge<>);
        Bounds = Kind is not MetricKind.Histogram ? null : BoundsOf(instrument);
    }

    internal string Name { get; }

    internal string Unit { get; }

    internal string Description { get; }

    internal (string Name, string Version) Scope { get; }

    internal MetricKind Kind { get; }

    internal double[]? Bounds { get; }

    internal IEnumerable<Series> All => _series.Values;

    internal void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = SeriesOf(tags);
        if (Kind is MetricKind.Histogram)
            series.Record(value);
        else if (_isTotal)
            series.Set(value);
        else
            series.Add(value);
    }

    private Series SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var bySpan = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        if (bySpan.TryGetValue(tags, out var known))
            return known;
        var own = _series.Count >= MostSeries ? Overflow : tags.ToArray();
        return _series.GetOrAdd(own, static (key, bounds) => new Series(key, bounds), Bounds);
    }

    private static double[] BoundsOf(Instrument instrument)
    {
        var advised = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries
            ?? (instrument as Histogram<long>)?.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray();
        return advised is null ? DefaultBounds : [.. advised];
    }
}
