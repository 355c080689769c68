namespace HttpActors.Bench.Soak.Loads;

/// <summary>Spreads the requests of all workers evenly over time.</summary>
internal sealed class Pacer(int rate)
{
    // What a stalled machine owes is not caught up with in one burst.
    private static readonly TimeSpan LongestDebt = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan _next;

    /// <summary>How long the caller has to wait before it makes <paramref name="requests"/>.</summary>
    public TimeSpan Take(int requests)
    {
        var now = TimeProvider.System.GetElapsedTime(_started);
        lock (_gate)
        {
            var due = _next > now - LongestDebt ? _next : now - LongestDebt;
            _next = due + (TimeSpan.FromSeconds(1) / rate * requests);
            return due > now ? due - now : TimeSpan.Zero;
        }
    }
}
