namespace HttpActors.Actors.Loops.Balancing;

/// <summary>A change that has to show what it is good for.</summary>
/// <param name="changes">Splits, or a merge.</param>
/// <param name="threads">What there was before.</param>
/// <param name="eventsBefore">Readiness events a second that were usual then.</param>
/// <param name="wanted">How much more must get done, as a factor.</param>
internal sealed class LoopTrial(IReadOnlyList<LoopChange> changes, IReadOnlyList<LoopSample> threads, double eventsBefore, double wanted)
{
    private readonly HashSet<int> _before = [.. threads.Select(static thread => thread.Loop)];
    private double _busy;
    private double _waiting;
    private double _events;

    public bool IsSplit { get; } = changes[0].Into is null;

    public double Wanted => wanted;

    /// <summary>How often it was looked at.</summary>
    public int Samples { get; private set; }

    public double Contention => new LoopSum(_busy, _waiting, _events).Contention;

    /// <summary>How much more gets done, as a factor.</summary>
    public double Gain => _events / (Samples - 1) / Math.Max(eventsBefore, 1);

    public void Add(in LoopSum sum)
    {
        // The first sample is of the change itself.
        if (Samples++ > 0)
        {
            _busy += sum.Busy;
            _waiting += sum.Waiting;
            _events += sum.Events;
        }
    }

    /// <summary>Which thread came from which does not matter: all of them had half of a full one's loops.</summary>
    public List<LoopChange> Undo(IReadOnlyList<LoopSample> now) => IsSplit
        ? [.. now.Where(thread => !_before.Contains(thread.Loop)).Zip(changes, static (heir, split) => new LoopChange(heir.Loop, split.Loop))]
        : [.. changes.Select(static merge => new LoopChange(merge.Into!.Value, null))];
}
