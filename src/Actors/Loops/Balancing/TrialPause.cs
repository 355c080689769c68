namespace HttpActors.Actors.Loops.Balancing;

/// <summary>How long trials of a kind are put off after the first that showed nothing; twice as long after each other, a minute at most.</summary>
internal sealed class TrialPause(TimeSpan first)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly TimeSpan _first = first;
    private TimeSpan _length = first;
    private TimeSpan _end;

    public bool IsOver(TimeSpan now) => now >= _end;

    public void Begin(TimeSpan now)
    {
        _end = now + _length;
        _length = TimeSpan.FromTicks(Math.Min(_length.Ticks * 2, Longest.Ticks));
    }

    public void Reset() => _length = _first;
}
