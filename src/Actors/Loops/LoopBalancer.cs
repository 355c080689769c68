namespace HttpActors.Actors.Loops;

/// <summary>
/// Decides how many threads the loops of a group run on, from what their threads do: as few as carry the load, for each
/// thread more splits the work into smaller batches and pays for more wake-ups.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A thread that is busy all the time, or waits for a core for the rest of it, gives half of its loops to another
/// one. That is a trial: where the new thread mostly waits for a core and no more work gets done, it is taken back, and
/// the next trial comes later each time.</item>
/// <item>Two threads that would fit on one core, or that share one already, become one.</item>
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

    /// <summary>That share when two threads that need no more than one core had better be one.</summary>
    private const double Crowded = 0.25;

    /// <summary>How much more must get done for another thread that waits for its core to be worth it.</summary>
    private const double Worthwhile = 1.15;

    /// <summary>Seconds on a core for each event beyond which a request should not wait for another.</summary>
    private const double LongTurn = 200e-6;
    private const double ShortTurn = 100e-6;

    /// <summary>Below this share of a core long turns are too rare to meet.</summary>
    private const double SomeWork = 0.2;
    private const int SamplesBeforeMerge = 5;
    private const int SamplesOfTrial = 4;
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private TimeSpan _now;
    private TimeSpan _apartUntil;
    private TimeSpan _nextTrial;
    private TimeSpan _pause = FirstPause;
    private Trial? _trial;
    private int _mergeable;

    /// <param name="threads">Of each thread that runs loops, what it did.</param>
    /// <param name="elapsed">In how much time.</param>
    /// <param name="handOffs">How many loops were taken from threads in user code meanwhile.</param>
    /// <returns>What to change; mostly nothing.</returns>
    public IReadOnlyList<LoopChange> Decide(IReadOnlyList<LoopSample> threads, TimeSpan elapsed, int handOffs)
    {
        _now += elapsed;
        var sum = Sum.Of(threads);
        if (handOffs > 0 && sum.Contention < Contended)
        {
            _apartUntil = _now + Apart;
        }

        if (_trial is { } trial)
        {
            return Judge(trial, threads, sum);
        }

        if (_now < _apartUntil || sum is { Busy: > SomeWork, Turn: > LongTurn })
        {
            return Split(threads.Where(static thread => thread.Guests > 0));
        }

        var saturated = Split(threads.Where(static thread => thread.Guests > 0 && thread.Busy + thread.Waiting >= Saturated));
        if (saturated.Count > 0 && _now >= _nextTrial)
        {
            _trial = new Trial([.. threads.Select(static thread => thread.Loop)], saturated, sum.Events);
            return saturated;
        }

        return Merge(threads);
    }

    private static List<LoopChange> Split(IEnumerable<LoopSample> threads) =>
        [.. threads.Select(static thread => new LoopChange(thread.Loop, null))];

    private List<LoopChange> Judge(Trial trial, IReadOnlyList<LoopSample> threads, Sum sum)
    {
        // The first sample is of the change itself.
        if (trial.Samples++ > 0)
        {
            trial.Add(sum);
        }

        if (trial.Samples < SamplesOfTrial)
        {
            return [];
        }

        _trial = null;
        if (trial.Contention < Contended || trial.Gain >= Worthwhile)
        {
            _pause = FirstPause;
            return [];
        }

        _nextTrial = _now + _pause;
        _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
        return trial.Undo(threads);
    }

    private List<LoopChange> Merge(IReadOnlyList<LoopSample> threads)
    {
        var least = threads.OrderBy(static thread => thread.Busy).Take(2).ToArray();
        var pair = Sum.Of(least);
        var isEnough = pair.Busy < FitsOne || (pair.Busy < 1 && pair.Contention > Crowded);
        _mergeable = least.Length == 2 && isEnough && pair.Turn < ShortTurn ? _mergeable + 1 : 0;
        if (_mergeable < SamplesBeforeMerge)
        {
            return [];
        }

        _mergeable = 0;
        if (pair.Contention > Crowded)
        {
            _nextTrial = _now + _pause;
        }

        return [new LoopChange(least[0].Loop, least[1].Loop)];
    }

    /// <summary>What several threads do together.</summary>
    private readonly record struct Sum(double Busy, double Waiting, double Events)
    {
        public double Contention => Waiting / Math.Max(Busy + Waiting, 1e-6);

        /// <summary>Seconds on a core for each event.</summary>
        public double Turn => Busy / Math.Max(Events, 1);

        public static Sum Of(IReadOnlyList<LoopSample> threads) => new(
            threads.Sum(static thread => thread.Busy),
            threads.Sum(static thread => thread.Waiting),
            threads.Sum(static thread => thread.Events));
    }

    /// <summary>A split that has to show what it is good for.</summary>
    private sealed class Trial(HashSet<int> before, List<LoopChange> splits, double eventsBefore)
    {
        private double _busy;
        private double _waiting;
        private double _events;

        public int Samples { get; set; }

        public double Contention => new Sum(_busy, _waiting, _events).Contention;

        public double Gain => _events / (Samples - 1) / Math.Max(eventsBefore, 1);

        public void Add(in Sum sum)
        {
            _busy += sum.Busy;
            _waiting += sum.Waiting;
            _events += sum.Events;
        }

        /// <summary>Which thread came from which does not matter: all of them had half of a full one's work.</summary>
        public List<LoopChange> Undo(IReadOnlyList<LoopSample> threads) =>
        [
            .. threads
                .Where(thread => !before.Contains(thread.Loop))
                .Zip(splits, static (heir, split) => new LoopChange(heir.Loop, split.Loop)),
        ];
    }
}
