using HttpActors.Bench.Load.Generator;

namespace HttpActors.Bench.Load.Measure;

/// <summary>One counted run against one server. Latencies are in milliseconds.</summary>
internal sealed record Sample
{
    private const double MostErrors = 0.001;

    public long Requests { get; init; }

    public double Seconds { get; init; }

    public double CpuSeconds { get; init; }

    public double ReceivedMegabytes { get; init; }

    public double P50 { get; init; }

    public double P99 { get; init; }

    public long Errors { get; init; }

    public string? FirstError { get; init; }

    public double RequestsPerSecond => Requests / Seconds;

    public double CpuMicrosecondsPerRequest => CpuSeconds * 1e6 / Requests;

    public double CpuMicrosecondsPerMegabyte => CpuSeconds * 1e6 / ReceivedMegabytes;

    /// <summary>A figure from a run that failed requests would flatter the server that failed them.</summary>
    public bool IsUsable => Requests > 0 && Errors <= Requests * MostErrors;

    public static Sample From(LoadReport report) => new()
    {
        Requests = report.Requests,
        Seconds = report.Seconds,
        CpuSeconds = report.ServerCpuSeconds,
        ReceivedMegabytes = report.BodyBytesReceived / 1e6,
        P50 = report.P50,
        P99 = report.P99,
        Errors = report.Errors,
        FirstError = report.FirstError,
    };
}
