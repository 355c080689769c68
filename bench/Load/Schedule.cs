using System.Diagnostics;

namespace HttpActors.Bench.Load;

/// <summary>
/// How long and how often things are measured, and when the whole run must be over. Rows ask before each round
/// whether there is time; a round never starts that would not end in time.
/// </summary>
internal sealed class Schedule(BenchOptions options)
{
    private static readonly TimeSpan QuickLimit = TimeSpan.FromSeconds(115);
    private static readonly TimeSpan FullLimit = TimeSpan.FromMinutes(29);

    private long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _limit = options.Quick ? QuickLimit : FullLimit;

    public double Seconds { get; } = options.Seconds ?? (options.Quick ? 3 : 5);

    /// <summary>Before the first counted round of a server: long enough for tiered compilation to settle.</summary>
    public double FirstWarmup { get; } = options.Quick ? 2 : 3;

    public double RoundWarmup => 0.3;

    /// <summary>Rounds of the rows that carry the product's promise.</summary>
    public int MainRounds { get; } = options.Rounds ?? (options.Quick ? 3 : 5);

    public int SideRounds { get; } = options.Rounds ?? 3;

    public int StartRounds { get; } = options.Rounds ?? (options.Quick ? 5 : 10);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Building what is measured is not part of the time promised for measuring.</summary>
    public void Restart() => _start = Stopwatch.GetTimestamp();

    public bool HasTimeFor(double seconds) => Elapsed + TimeSpan.FromSeconds(seconds) < _limit;
}
