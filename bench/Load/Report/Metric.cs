using System.Text.Json.Serialization;
using HttpActors.Bench.Load.Measure;

namespace HttpActors.Bench.Load.Report;

/// <summary>One line of a row's table: a figure for each peer, with all its values behind it.</summary>
internal sealed record Metric(string Case, string Name, string Unit)
{
    /// <summary>Set where the row is about growth: the plot's horizontal axis.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Connections { get; init; }

    public Dictionary<string, double[]> Values { get; init; } = [];

    public Dictionary<string, double> Medians => Values.ToDictionary(pair => pair.Key, pair => Statistics.Median(pair.Value));

    public static Metric From(Series series, string name, string unit, Func<Sample, double> value, string? label = null) =>
        new(label ?? series.Scenario.ToString(), name, unit)
        {
            Values = series.Peers.ToDictionary(peer => peer, peer => series.Of(peer).Select(value).ToArray()),
        };

    public double? Median(string peer) => Values.TryGetValue(peer, out var values) ? Statistics.Median(values) : null;

    public double? Ratio(string peer, string other) =>
        Median(peer) is { } mine && Median(other) is { } theirs and > 0 ? mine / theirs : null;
}
