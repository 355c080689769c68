namespace HttpActors.Actors.Loops.Balancing;

/// <summary>How long trials of a kind are put off: 2 s after the first that showed nothing, twice as long after each other, a minute at most.</summary>
internal sealed class TrialPause
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private TimeSpan _length = First;
    private TimeSpan _end;

    public bool IsOver(TimeSpan now) => now >= _end;

    public void Begin(TimeSpan now)
    {
        _end = now + _length;
        _length = TimeSpan.FromTicks(Math.Min(_length.Ticks * 2, Longest.Ticks));
    }

    public void Reset() => _length = First;
}
