namespace HttpActors.Actors.Loops.Balancing;

/// <summary>What several threads do together; see <see cref="LoopSample"/>.</summary>
internal readonly record struct LoopSum(double Busy, double Waiting, double Events)
{
    /// <summary>The share of waiting for cores in all the time that the threads could run, 0 to 1.</summary>
    public double Contention => Waiting / Math.Max(Busy + Waiting, 1e-6);

    /// <summary>Seconds on a core for each event.</summary>
    public double Turn => Busy / Math.Max(Events, 1);

    public static LoopSum Of(IReadOnlyList<LoopSample> threads) => new(
        threads.Sum(static thread => thread.Busy),
        threads.Sum(static thread => thread.Waiting),
        threads.Sum(static thread => thread.Events));
}
