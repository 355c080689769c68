namespace HttpActors.Actors.Loops.Balancing;

/// <summary>
/// Decides how many threads the loops of a group run on, from what their threads do: as few as carry the load, for each
/// thread more splits the work into smaller batches and pays for more wake-ups.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A thread that is busy all the time, or waits for a core for the rest of it, gives half of its loops to another
/// one: soon where a core is idle, else after it was so for three seconds. That is a trial: where the threads wait for cores and
/// no more work gets done, it is undone, and at once where less gets done.</item>
/// <item>Two threads that wait for cores most become one, as a trial: where less work gets done, it is undone.</item>
/// <item>A trial that was undone comes again later, and later each time.</item>
/// <item>Two threads that would fit on one core become one.</item>
/// <item>Handlers that block, or take long, keep loops apart: a request should not wait for one of another loop.</item>
/// </list>
/// Not safe for threads; time is what the samples add up to.
/// </remarks>
internal sealed class LoopBalancer
{
    /// <summary>Busy or waiting for a core so much of the time: more would come if more could run.</summary>
    private const double Saturated = 0.9;

    /// <summary>What two threads do together when one is enough for both, with room for what comes next.</summary>
    private const double FitsOne = 0.6;

    /// <summary>The share of waiting in all that could run beyond which cores are missing, not threads.</summary>
    private const double Contended = 0.15;

    /// <summary>That share when two threads might do as well as one.</summary>
    private const double Crowded = 0.18;

    /// <summary>What two threads do together when one cannot be enough for both.</summary>
    private const double TooMuchForOne = 1.4;

    /// <summary>How much less may get done for one thread less.</summary>
    private const double AsGood = 0.9;

    /// <summary>How much more must get done for another thread that waits for its core to be worth it.</summary>
    private const double Worthwhile = 1.15;

    /// <summary>The same where no core was idle before: what the thread takes, another program or thread loses.</summary>
    private const double WellWorthwhile = 1.3;

    /// <summary>How far from that a trial is that need not go on.</summary>
    private const double Hopeless = 0.15;

    /// <summary>Idle cores from which on another thread finds one.</summary>
    private const double Room = 0.8;

    /// <summary>Seconds on a core for each event beyond which a request should not wait for another.</summary>
    private const double LongTurn = 200e-6;
    private const double ShortTurn = 100e-6;

    /// <summary>Below this share of a core long turns are too rare to meet.</summary>
    private const double SomeWork = 0.2;
    private const int SamplesBeforeMerge = 5;
    private const int SamplesOfTrial = 4;
    private const int SamplesBeforeSqueeze = 30;
    private const double WeightOfLast = 0.3;
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    private readonly TrialPause _splits = new(TimeSpan.FromSeconds(2));
    private readonly TrialPause _merges = new(TimeSpan.FromSeconds(0.5));
    private TimeSpan _now;
    private TimeSpan _apartUntil;
    private LoopTrial? _trial;
    private double _usualEvents;
    private int _mergeable;
    private int _saturated;

    /// <param name="threads">Of each thread that runs loops, what it did.</param>
    /// <param name="elapsed">In how much time.</param>
    /// <param name="blocked">Whether user code blocked a thread meanwhile.</param>
    /// <param name="idleCores">Asked while a thread is full: how many cores' worth nobody uses; null: not known yet.</param>
    /// <returns>What to change; mostly nothing.</returns>
    public IReadOnlyList<LoopChange> Decide(
        IReadOnlyList<LoopSample> threads, TimeSpan elapsed, bool blocked, Func<double?> idleCores)
    {
        _now += elapsed;
        var sum = LoopSum.Of(threads);
        if (blocked)
        {
            _apartUntil = _now + Apart;
        }

        if (_trial is { } trial)
        {
            return Judge(trial, threads, sum);
        }

        // Another load is another usual.
        var isOther = sum.Events > _usualEvents * 2 || sum.Events < _usualEvents / 2;
        _usualEvents += (sum.Events - _usualEvents) * (isOther ? 1 : WeightOfLast);
        if (_now < _apartUntil || sum is { Busy: > SomeWork, Turn: > LongTurn })
        {
            return Split(threads.Where(static thread => thread.Guests > 0));
        }

        return Relieve(threads, sum, idleCores) ?? Merge(threads);
    }

    /// <summary>Gives full threads company, as a trial; null where none is full, or it is not time for it.</summary>
    private List<LoopChange>? Relieve(IReadOnlyList<LoopSample> threads, in LoopSum sum, Func<double?> idleCores)
    {
        var splits = Split(threads.Where(static thread => thread.Guests > 0 && thread.Busy + thread.Waiting >= Saturated));
        _saturated = splits.Count > 0 ? _saturated + 1 : 0;
        if (splits.Count == 0 || !_splits.IsOver(_now) || idleCores() is not { } idle)
        {
            return null;
        }

        // Where cores are short, what has just begun is still being compiled, which takes cores and changes what gets done.
        var hasRoom = idle >= Room;
        return hasRoom || _saturated >= SamplesBeforeSqueeze
            ? Try(splits, threads, sum.Events, hasRoom ? Worthwhile : WellWorthwhile)
            : null;
    }

    private List<LoopChange> Try(List<LoopChange> changes, IReadOnlyList<LoopSample> threads, double eventsNow, double wanted)
    {
        // Load that has only just come has not become usual yet.
        _trial = new LoopTrial(changes, threads, Math.Max(eventsNow, _usualEvents), wanted);
        (_mergeable, _saturated) = (0, 0);
        return changes;
    }

    private static List<LoopChange> Split(IEnumerable<LoopSample> threads) =>
        [.. threads.Select(static thread => new LoopChange(thread.Loop, null))];

    private List<LoopChange> Judge(LoopTrial trial, IReadOnlyList<LoopSample> threads, in LoopSum sum)
    {
        trial.Add(sum);
        if (trial.Samples < SamplesOfTrial && !IsInVain(trial))
        {
            return [];
        }

        _trial = null;
        _usualEvents = sum.Events;
        return trial.IsSplit ? JudgeSplit(trial, threads) : JudgeMerge(trial, threads);
    }

    /// <summary>
    /// More threads that wait for cores, and far less gets done than should: each sample more would only cost.
    /// </summary>
    private static bool IsInVain(LoopTrial trial) =>
        trial is { IsSplit: true, Samples: > 1, Contention: >= Contended } && trial.Gain < trial.Wanted - Hopeless;

    private List<LoopChange> JudgeSplit(LoopTrial trial, IReadOnlyList<LoopSample> threads)
    {
        if (trial.Contention < Contended)
        {
            _splits.Reset();
            return [];
        }

        if (trial.Gain >= trial.Wanted)
        {
            return [];
        }

        _splits.Begin(_now);
        return trial.Undo(threads);
    }

    private List<LoopChange> JudgeMerge(LoopTrial trial, IReadOnlyList<LoopSample> threads)
    {
        if (trial.Gain >= trial.Wanted)
        {
            _merges.Reset();
            _splits.Begin(_now);
            return [];
        }

        _merges.Begin(_now);
        return trial.Undo(threads);
    }

    private List<LoopChange> Merge(IReadOnlyList<LoopSample> threads)
    {
        var least = threads.OrderBy(static thread => thread.Busy).Take(2).ToArray();
        var pair = LoopSum.Of(least);
        var isCrowded = pair.Contention > Crowded && pair.Busy < TooMuchForOne && _merges.IsOver(_now);
        var isCandidate = least.Length == 2 && pair.Turn < ShortTurn && (pair.Busy < FitsOne || isCrowded);
        _mergeable = isCandidate ? _mergeable + 1 : 0;
        if (_mergeable < SamplesBeforeMerge)
        {
            return [];
        }

        _mergeable = 0;
        List<LoopChange> merge = [new LoopChange(least[0].Loop, least[1].Loop)];
        return pair.Contention > Crowded ? Try(merge, threads, 0, AsGood) : merge;
    }
}
