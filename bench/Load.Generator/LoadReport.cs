using System.Text.Json;

namespace HttpActors.Bench.Load.Generator;

/// <summary>What one run of the generator prints, as one line of JSON. Latencies are in milliseconds.</summary>
public sealed record LoadReport
{
    public long Requests { get; init; }

    public double Seconds { get; init; }

    /// <summary>User and system time of the watched processes over the same window as <see cref="Requests"/>.</summary>
    public double ServerCpuSeconds { get; init; }

    public long BodyBytesReceived { get; init; }

    public long Errors { get; init; }

    /// <summary>The first thing that went wrong, if anything did.</summary>
    public string? FirstError { get; init; }

    public double P50 { get; init; }

    public double P90 { get; init; }

    public double P99 { get; init; }

    public double P999 { get; init; }

    public double Maximum { get; init; }

    /// <summary>Connections that were still open at the end of a run with <c>--hold</c>.</summary>
    public int Held { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static LoadReport FromJson(string line) =>
        JsonSerializer.Deserialize<LoadReport>(line, JsonSerializerOptions.Web)
        ?? throw new FormatException("The load generator printed an empty report.");
}
