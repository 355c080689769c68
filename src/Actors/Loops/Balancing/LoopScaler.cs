using System.Diagnostics;

namespace HttpActors.Actors.Loops.Balancing;

/// <summary>Measures the threads of a group ten times a second and does what the balancer makes of it.</summary>
internal sealed class LoopScaler(EventLoopGroup group, LoopBalancer balancer)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMilliseconds(500);
    private const double Negligible = 0.1;
    private readonly Seen[] _seen = new Seen[group.Loops.Count];
    private readonly IdleCores _idle = new();
    private long _lookedAt = Stopwatch.GetTimestamp();

    /// <summary>By the monitor, as often as it likes.</summary>
    /// <param name="blocked">Whether a thread was seen blocked in user code since this last returned true.</param>
    /// <returns>Whether it came to a decision.</returns>
    public bool Look(bool blocked)
    {
        var elapsed = Stopwatch.GetElapsedTime(_lookedAt);
        if (elapsed < Period || group.IsMoving)
        {
            return false;
        }

        _lookedAt = Stopwatch.GetTimestamp();
        var samples = Measure(elapsed.TotalSeconds);
        if (!blocked && (elapsed > LongestPeriod || samples is [{ Busy: < Negligible }]))
        {
            // Nobody looked for a while, because all loops slept or this thread had no core: a mean of it says nothing.
            // And one thread that has hardly anything to do is what there should be.
            return false;
        }

        foreach (var change in balancer.Decide(samples, elapsed, blocked, _idle.Read))
        {
            _ = change.Into is { } host ? group.TryMerge(change.Loop, host) : group.TrySplit(change.Loop);
        }

        return true;
    }

    private List<LoopSample> Measure(double seconds)
    {
        var events = new double[_seen.Length];
        for (var i = 0; i < _seen.Length; i++)
        {
            var loop = group.Loops[i];
            events[loop.Host?.Index ?? i] += (loop.ReadinessEvents - _seen[i].Events) / seconds;
            _seen[i].Events = loop.ReadinessEvents;
        }

        var samples = new List<LoopSample>();
        for (var i = 0; i < _seen.Length; i++)
        {
            if (group.OwnerOf(i) is { } thread)
            {
                var times = TimesOf(thread, ref _seen[i]);
                var polled = group.Loops[i].Polled;
                var (busy, waiting) = (Share(times.OnCore - (polled - _seen[i].Polled), seconds), Share(times.Waiting, seconds));
                _seen[i].Polled = polled;
                samples.Add(new LoopSample(i, group.Loops[i].GuestCount, busy, waiting, events[i]));
            }
            else
            {
                _seen[i].Thread = null;
            }
        }

        return samples;
    }

    /// <summary>Since the last look; nothing where the loop had another thread then.</summary>
    private static ThreadTimes TimesOf(LoopThread thread, ref Seen seen)
    {
        var now = thread.Times;
        var since = ReferenceEquals(thread, seen.Thread) ? now - seen.Times : default;
        (seen.Thread, seen.Times) = (thread, now);
        return since;
    }

    private static double Share(long nanoseconds, double seconds) => Math.Clamp(nanoseconds / (seconds * 1e9), 0, 1);

    private struct Seen
    {
        public LoopThread? Thread;
        public ThreadTimes Times;
        public long Events;
        public long Polled;
    }
}
