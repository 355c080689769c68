namespace HttpActors.Actors.Loops;

/// <summary>
/// Decides whether a loop that has nothing to do polls for a while before it sleeps. Going to sleep and being woken costs
/// CPU on both sides, most of all in virtual machines; what comes sooner than that is cheaper to poll for, and is there
/// sooner.
/// </summary>
/// <remarks>
/// The loop sleeps at first, the last few times measured, then it tries: while polls take no more, in the mean, than a
/// sleep is worth, it goes on polling. A try that showed nothing comes again after twice as many sleeps, so that a loop
/// with little to do hardly polls at all. Times are in nanoseconds. Not safe for threads.
/// </remarks>
/// <param name="longest">How long one poll may take whatever sleeping costs; zero: never polls.</param>
internal sealed class AdaptiveSpin(long longest)
{
    /// <summary>Sleeps before the first try, and before one that follows a time of success.</summary>
    public const int ShortestPause = 64;

    /// <summary>Sleeps between tries at most.</summary>
    public const int LongestPause = 8192;

    /// <summary>Sleeps that are measured before a try, and polls that a try consists of.</summary>
    public const int Sample = 8;

    /// <summary>Polls after which sleeping is measured again, for a machine has its phases.</summary>
    public const int PollsBetweenMeasures = 65_536;

    /// <summary>So many polls that the try before them was worth it.</summary>
    private const int Success = 1024;

    // Where events come alone, what the sleeper pays is about a third: there is who wakes it and waits for it, and what
    // the caches and the core have forgotten. Where several come at once, others are at work anyway.
    private const int WorthAlone = 3;
    private const int WorthAmongOthers = 1;
    private const int Several = 2;
    private const int LimitToMean = 2;
    private const double Weight = 1.0 / Sample;

    private int _sleeps = longest > 0 ? ShortestPause : int.MaxValue;
    private int _pause = ShortestPause;
    private int _polls;
    private long _cost;
    private double _mean;
    private double _events = 1;

    /// <summary>How long to poll before the next sleep; 0: not at all.</summary>
    public long Limit { get; private set; }

    /// <summary>Whether the next sleep's cost is wanted.</summary>
    public bool IsMeasuring => Limit == 0 && _sleeps <= Sample;

    /// <summary>What a poll may take in the mean to be cheaper than a sleep.</summary>
    private double Worth => Math.Min(
        (double)_cost / Sample * (_events < Several ? WorthAlone : WorthAmongOthers), (double)longest / LimitToMean);

    /// <summary>The loop slept without having polled.</summary>
    /// <param name="cost">The CPU that it took, where that was wanted.</param>
    /// <param name="events">How many events ended it; 0: something else did.</param>
    public void NoteSleep(long cost, int events)
    {
        if (longest == 0)
        {
            return;
        }

        NoteEvents(events);

        if (_sleeps <= Sample)
        {
            _cost += cost;
        }

        if (--_sleeps == 0)
        {
            Try();
        }
    }

    /// <summary>The loop polled.</summary>
    /// <param name="length">Until something came, or in vain up to the limit.</param>
    /// <param name="events">How many events ended it; 0: something else did.</param>
    public void NotePoll(long length, int events)
    {
        NoteEvents(events);

        // A thread that lost its core meanwhile was not polling.
        _mean += (Math.Min(length, Limit) - _mean) * Weight;
        _polls++;
        if (_polls >= Sample && _mean > Worth)
        {
            _pause = _polls >= Success ? ShortestPause : Math.Min(_pause * 2, LongestPause);
            Pause(_pause);
        }
        else if (_polls == PollsBetweenMeasures)
        {
            Pause(Sample);
        }
    }

    private void NoteEvents(int events)
    {
        if (events > 0)
        {
            _events += (events - _events) * Weight;
        }
    }

    private void Try()
    {
        _mean = Worth;
        _polls = 0;
        Limit = Math.Max((long)(_mean * LimitToMean), 1);
    }

    private void Pause(int sleeps)
    {
        Limit = 0;
        _sleeps = sleeps;
        _cost = 0;
    }
}
