namespace HttpActors.Bench.Load.Generator;

/// <summary>What one loop counted within the window.</summary>
internal sealed class Tally
{
    public LatencyHistogram Latencies { get; } = new();

    public long Requests { get; private set; }

    public long BodyBytes { get; private set; }

    public long Errors { get; private set; }

    public string? FirstError { get; private set; }

    public void Response(long bodyBytes)
    {
        Requests++;
        BodyBytes += bodyBytes;
    }

    public void Error(string reason)
    {
        Errors++;
        FirstError ??= reason;
    }

    /// <summary>Errors stay: one in the warm-up spoils a run as well.</summary>
    public void StartWindow()
    {
        Latencies.Clear();
        Requests = 0;
        BodyBytes = 0;
    }

    public void Add(Tally other)
    {
        Latencies.Add(other.Latencies);
        Requests += other.Requests;
        BodyBytes += other.BodyBytes;
        Errors += other.Errors;
        FirstError ??= other.FirstError;
    }
}
