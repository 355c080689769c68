namespace HttpActors.Actors.Loops;

/// <summary>
/// The event loops of one actor system, a loop a core, with the monitor that keeps them turning when user code blocks.
/// </summary>
/// <remarks>
/// The monitor looks at every loop twice within <see cref="HandOffAfter"/>; a thread that is in the same call of user
/// code both times loses its loop to a spare thread. While all loops sleep the monitor sleeps too.
/// </remarks>
internal sealed class EventLoopGroup : IDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private const int MaxParked = 4;
    private const int QuietLooksBeforeSleep = 20;
    private readonly EventLoop[] _loops;
    private readonly LoopThread[] _owners;
    private readonly long[] _stays;
    private readonly Lock _gate = new();
    private readonly Stack<Parked> _parked = new();
    private readonly List<Lost> _lost = [];

    // Without spinning: a core the monitor spins on is missing to a loop.
    private readonly ManualResetEventSlim _someLoopAwake = new(false, spinCount: 0);
    private readonly CountdownEvent _running;
    private int _monitorSleeps;
    private int _threads;
    private int _stopping;
    private long _handOffs;
    private int _next;

    public EventLoopGroup(int loops, TimeSpan handOffAfter, int maxThreads)
    {
        HandOffAfter = handOffAfter;
        MaxThreads = maxThreads;
        _loops = new EventLoop[loops];
        _owners = new LoopThread[loops];
        _stays = new long[loops];
        _running = new CountdownEvent(loops);
        for (var i = 0; i < loops; i++)
        {
            _loops[i] = new EventLoop(i, this);
            StartThread(_loops[i]);
        }

        new Thread(Monitor) { IsBackground = true, Name = "http-loop-monitor" }.UnsafeStart();
    }

    /// <summary>
    /// Called with a loop and whose code it was when a thread that lost its loop stays for another
    /// <see cref="BlockedAfter"/>. A thread that merely waited for a core is counted but not reported.
    /// </summary>
    public event Action<int, object?>? Blocked;

    /// <summary>How long a handed-off thread may stay in user code before it is reported.</summary>
    public static TimeSpan BlockedAfter { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether this system has what event loops are made of.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>How long user code may stay before the others go on without its thread.</summary>
    public TimeSpan HandOffAfter { get; }

    /// <summary>Loop threads at a time, blocked ones included; at the limit a loop waits for its thread.</summary>
    public int MaxThreads { get; }

    public IReadOnlyList<EventLoop> Loops => _loops;

    /// <summary>Hand-offs so far.</summary>
    public long HandOffs => Volatile.Read(ref _handOffs);

    /// <summary>Loop threads that exist now: running, blocked in user code, or parked.</summary>
    public int ThreadCount => Volatile.Read(ref _threads);

    /// <summary>The loop for the next connection.</summary>
    public EventLoop Next() => _loops[(uint)Interlocked.Increment(ref _next) % (uint)_loops.Length];

    /// <summary>A loop woke up: the monitor has something to look at.</summary>
    public void NoteAwake()
    {
        if (Volatile.Read(ref _monitorSleeps) == 1)
        {
            _someLoopAwake.Set();
        }
    }

    /// <summary>The life of a loop thread: runs a loop, and when it lost it waits a while for another.</summary>
    public void Serve(LoopThread thread, EventLoop? first)
    {
        var loop = first;
        while (loop is not null && !thread.Run(loop))
        {
            loop = Park(thread);
        }

        thread.Dispose();
        Interlocked.Decrement(ref _threads);
        if (loop is not null)
        {
            _running.Signal();
        }
    }

    /// <summary>Ends the loops when their queues are empty and releases them. Must not be called from a loop.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 1)
        {
            return;
        }

        _someLoopAwake.Set();
        foreach (var loop in _loops)
        {
            loop.Stop();
        }

        _running.Wait(TimeSpan.FromSeconds(5));
        lock (_gate)
        {
            while (_parked.TryPop(out var parked))
            {
                parked.Release(null);
            }
        }

        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }

    private void StartThread(EventLoop loop)
    {
        Interlocked.Increment(ref _threads);
        var thread = new LoopThread(this);
        Volatile.Write(ref _owners[loop.Index], thread);
        thread.Start(loop.Index, () => loop);
    }

    /// <summary>A thread without a loop, made where none is parked; null where none can be made.</summary>
    private Parked? TakeSpare(int index)
    {
        lock (_gate)
        {
            if (_parked.TryPop(out var parked))
            {
                return parked;
            }
        }

        var spare = new Parked(new LoopThread(this));
        Interlocked.Increment(ref _threads);
        try
        {
            spare.Thread.Start(index, spare.WaitForLoop);
            return spare;
        }
        catch (Exception error) when (error is OutOfMemoryException or ThreadStartException)
        {
            // Out of descriptors or threads: the loop waits for the one that it has, and the next look tries again.
            Interlocked.Decrement(ref _threads);
            spare.Thread.Dispose();
            return null;
        }
    }

    private EventLoop? Park(LoopThread thread)
    {
        var parked = new Parked(thread);
        return TryPark(parked) ? parked.WaitForLoop() : null;
    }

    private bool TryPark(Parked parked)
    {
        lock (_gate)
        {
            if (_parked.Count >= MaxParked || Volatile.Read(ref _stopping) == 1)
            {
                return false;
            }

            _parked.Push(parked);
            return true;
        }
    }

    private void Monitor()
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
            _someLoopAwake.Wait(HandOffAfter / 2);
            Look();
            ReportBlocked();
        }
    }

    private void SleepUntilSomeLoopWakes()
    {
        _someLoopAwake.Reset();
        Interlocked.Exchange(ref _monitorSleeps, 1);
        if (AllSleep() && Volatile.Read(ref _stopping) == 0)
        {
            // Bounded, for a loop that wakes just now may not have seen yet that we sleep.
            _someLoopAwake.Wait(LongestSleep);
        }

        Volatile.Write(ref _monitorSleeps, 0);
    }

    private bool AllSleep() => Array.TrueForAll(_loops, static loop => loop.IsSleeping);

    private void Look()
    {
        for (var i = 0; i < _loops.Length; i++)
        {
            var owner = _owners[i];
            var stay = owner.Stay;
            if (stay != 0 && stay == _stays[i])
            {
                HandOff(_loops[i], owner, stay);
                stay = 0;
            }

            _stays[i] = stay;
        }
    }

    /// <summary>Gives a loop to a spare thread if its own is in user code now, however short. For tests of the protocol.</summary>
    public bool TryHandOffNow(int loop)
    {
        var owner = Volatile.Read(ref _owners[loop]);
        var stay = owner.Stay;
        return stay != 0 && HandOff(_loops[loop], owner, stay);
    }

    private bool HandOff(EventLoop loop, LoopThread blocked, long stay)
    {
        if (ThreadCount >= MaxThreads)
        {
            return false;
        }

        // The heir first: a loop that was taken away and has none would stand still for ever.
        var subject = blocked.Subject;
        if (TakeSpare(loop.Index) is not { } spare)
        {
            return false;
        }

        if (!blocked.TryHandOff(stay))
        {
            if (!TryPark(spare))
            {
                spare.Release(null);
            }

            return false;
        }

        Volatile.Write(ref _owners[loop.Index], spare.Thread);
        spare.Release(loop);
        Interlocked.Increment(ref _handOffs);
        LoopMeter.CountHandOff();
        lock (_gate)
        {
            _lost.Add(new Lost(blocked, loop.Index, stay, subject, Environment.TickCount64));
        }

        return true;
    }

    /// <summary>Reports the threads that lost a loop and still stay, each once.</summary>
    private void ReportBlocked()
    {
        lock (_gate)
        {
            ReportLost();
        }
    }

    private void ReportLost()
    {
        for (var i = _lost.Count - 1; i >= 0; i--)
        {
            var lost = _lost[i];
            var stays = lost.Thread.IsStillIn(lost.Stay);
            if (stays && Environment.TickCount64 - lost.Since < BlockedAfter.TotalMilliseconds)
            {
                continue;
            }

            _lost.RemoveAt(i);
            if (stays)
            {
                Blocked?.Invoke(lost.Loop, lost.Subject);
            }
        }
    }

    private readonly record struct Lost(LoopThread Thread, int Loop, long Stay, object? Subject, long Since);

    /// <summary>A thread without a loop.</summary>
    private sealed class Parked(LoopThread thread)
    {
        private readonly SemaphoreSlim _called = new(0, 1);
        private EventLoop? _loop;

        public LoopThread Thread => thread;

        public void Release(EventLoop? loop)
        {
            _loop = loop;
            _called.Release();
        }

        public EventLoop? WaitForLoop()
        {
            _called.Wait();
            _called.Dispose();
            return _loop;
        }
    }
}
