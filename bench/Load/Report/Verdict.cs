namespace HttpActors.Bench.Load.Report;

internal enum Outcome
{
    NotMeasured,
    Met,
    Missed,
}

/// <summary>One target, and whether the medians meet it.</summary>
internal sealed record Verdict(string Target, double? Measured, double Limit, bool AtLeast, string Unit)
{
    public Outcome Outcome => Measured switch
    {
        null => Outcome.NotMeasured,
        { } value when Holds(value) => Outcome.Met,
        _ => Outcome.Missed,
    };

    /// <summary>Ours over a peer's.</summary>
    public static Verdict Ratio(Metric metric, string peer, double limit, bool atLeast = false) =>
        new($"{metric.Name}, {metric.Case}, of {peer}'s", metric.Ratio(PeerNames.Ours, peer), limit, atLeast, "x");

    /// <summary>Ours on the thread pool over a peer's.</summary>
    public static Verdict PoolRatio(Metric metric, string peer, double limit) =>
        new($"on the thread pool: {metric.Name}, {metric.Case}, of {peer}'s", metric.Ratio(PeerNames.OursOnPool, peer), limit, false, "x");

    /// <summary>Ours as it is.</summary>
    public static Verdict Absolute(Metric metric, double limit) =>
        new($"{metric.Name}, {metric.Case}", metric.Median(PeerNames.Ours), limit, false, metric.Unit);

    private bool Holds(double value) => AtLeast ? value >= Limit : value <= Limit;
}
