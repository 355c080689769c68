using System.Diagnostics;
using HttpActors.Actors.Loops.Balancing;

namespace HttpActors.Actors.Loops;

/// <summary>
/// Keeps the loops of a group turning when user code blocks, and has the group spread over threads as its load needs.
/// </summary>
/// <remarks>
/// It looks at every thread twice within <see cref="EventLoopGroup.HandOffAfter"/>; one that is in the same call of user
/// code both times loses its loops to a spare thread. Where one has blocked others will: for a while it looks every
/// millisecond then. While all loops sleep the monitor sleeps too.
/// </remarks>
internal sealed class LoopMonitor
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(1);
    private const int QuietLooksBeforeSleep = 6;
    private const int AlertMilliseconds = 10_000;
    private readonly EventLoopGroup _group;
    private readonly LoopScaler? _scaler;
    private readonly (long Stay, long Since)[] _stays;
    private readonly Lock _gate = new();
    private readonly List<Lost> _lost = [];

    // Without spinning: a core the monitor spins on is missing to a loop.
    private readonly ManualResetEventSlim _someLoopAwake = new(false, spinCount: 0);
    private long _alertUntil;
    private bool _blocked;
    private int _sleeps;
    private int _stopping;

    public LoopMonitor(EventLoopGroup group, LoopScaler? scaler)
    {
        _group = group;
        _scaler = scaler;
        _stays = new (long, long)[group.Loops.Count];
    }

    public void Start() => new Thread(Run) { IsBackground = true, Name = "http-loop-monitor" }.UnsafeStart();

    public void Stop()
    {
        Volatile.Write(ref _stopping, 1);
        _someLoopAwake.Set();
    }

    /// <summary>A loop woke up: there is something to look at.</summary>
    public void NoteAwake()
    {
        if (Volatile.Read(ref _sleeps) == 1)
        {
            _someLoopAwake.Set();
        }
    }

    /// <summary>A thread lost its loops; if it stays in user code that is reported.</summary>
    public void NoteLost(LoopThread thread, int loop, long stay, object? subject)
    {
        lock (_gate)
        {
            _lost.Add(new Lost(thread, loop, stay, subject, Environment.TickCount64));
        }
    }

    private void Run()
    {
        var quiet = 0;
        while (Volatile.Read(ref _stopping) == 0)
        {
            quiet = AllSleep() ? quiet + 1 : 0;
            if (quiet > QuietLooksBeforeSleep && _lost.Count == 0)
            {
                SleepUntilSomeLoopWakes();
                quiet = 0;
            }

            _someLoopAwake.Reset();
            _someLoopAwake.Wait(TimeBetweenLooks);
            Look();
            ReportBlocked();
            if (_scaler?.Look(_blocked) ?? true)
            {
                _blocked = false;
            }
        }
    }

    private TimeSpan TimeBetweenLooks
    {
        get
        {
            var usual = _group.HandOffAfter / 2;
            return Environment.TickCount64 < _alertUntil && usual > ShortestLook ? ShortestLook : usual;
        }
    }

    private void SleepUntilSomeLoopWakes()
    {
        _someLoopAwake.Reset();
        Interlocked.Exchange(ref _sleeps, 1);
        if (AllSleep() && Volatile.Read(ref _stopping) == 0)
        {
            // Bounded, for a loop that wakes just now may not have seen yet that we sleep.
            _someLoopAwake.Wait(LongestSleep);
        }

        Volatile.Write(ref _sleeps, 0);
    }

    private bool AllSleep()
    {
        foreach (var loop in _group.Loops)
        {
            if (!loop.IsSleeping)
            {
                return false;
            }
        }

        return true;
    }

    private void Look()
    {
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < _stays.Length; i++)
        {
            // A guest has no thread of its own; it is looked after with its host.
            var owner = _group.OwnerOf(i);
            var stay = owner?.Stay ?? 0;
            if (stay == 0 || stay != _stays[i].Stay)
            {
                _stays[i] = (stay, now);
            }
            else if (IsTooLong(Stopwatch.GetElapsedTime(_stays[i].Since, now), owner!))
            {
                _group.HandOff(i, owner!, stay);
                _stays[i] = default;
            }
        }
    }

    /// <summary>Seen twice: the usual looks are half of the limit apart, or a little less as the timer will have it.</summary>
    private bool IsTooLong(TimeSpan since, LoopThread owner) => since >= _group.HandOffAfter * 0.45 || owner.IsAsleep;

    /// <summary>Reports the threads that lost a loop and still stay, each once.</summary>
    private void ReportBlocked()
    {
        lock (_gate)
        {
            for (var i = _lost.Count - 1; i >= 0; i--)
            {
                var lost = _lost[i];
                var stays = lost.Thread.IsStillIn(lost.Stay);
                if (stays && lost.WasSeen && lost.Thread.IsAsleep)
                {
                    _alertUntil = Environment.TickCount64 + AlertMilliseconds;
                    _blocked = true;
                }

                _lost[i] = lost with { WasSeen = true };
                if (stays && Environment.TickCount64 - lost.Since < EventLoopGroup.BlockedAfter.TotalMilliseconds)
                {
                    continue;
                }

                _lost.RemoveAt(i);
                if (stays)
                {
                    _group.ReportBlocked(lost.Loop, lost.Subject);
                }
            }
        }
    }

    private readonly record struct Lost(LoopThread Thread, int Loop, long Stay, object? Subject, long Since, bool WasSeen = false);
}
