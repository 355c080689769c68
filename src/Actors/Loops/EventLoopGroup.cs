using HttpActors.Actors.Loops.Balancing;

namespace HttpActors.Actors.Loops;

/// <summary>
/// The event loops of one actor system, a loop a core, the threads that run them, and who takes a loop over when user
/// code blocks.
/// </summary>
/// <remarks>
/// A loop has a thread of its own or is the guest of another. Which, a <see cref="LoopScaler"/> decides while they run:
/// threads that share cores with each other, or with the programs around them, cost more than they bring. Without one
/// every loop keeps a thread of its own.
/// </remarks>
internal sealed class EventLoopGroup : IDisposable
{
    private readonly EventLoop[] _loops;
    private readonly LoopThread?[] _owners;
    private readonly SpareThreads _threads;
    private readonly LoopMonitor _monitor;
    private readonly CountdownEvent _running;
    private readonly Lock _moves = new();
    private readonly HashSet<EventLoop> _moving = [];
    private bool _stopping;
    private long _handOffs;
    private int _next;

    /// <param name="loops">How many.</param>
    /// <param name="handOffAfter">How long user code may stay.</param>
    /// <param name="maxThreads">Loop threads at a time, blocked ones included; at the limit a loop waits for its thread.</param>
    /// <param name="balancer">Decides when loops share a thread; they begin on one then. Null: each has its own.</param>
    /// <param name="spin">Makes for each loop what decides when it polls; null: after <see cref="LoopSwitches.LongestPoll"/>.</param>
    public EventLoopGroup(
        int loops, TimeSpan handOffAfter, int maxThreads, LoopBalancer? balancer = null, Func<AdaptiveSpin>? spin = null)
    {
        spin ??= static () => new AdaptiveSpin((long)LoopSwitches.LongestPoll.TotalNanoseconds);
        HandOffAfter = handOffAfter;
        _loops = new EventLoop[loops];
        _owners = new LoopThread[loops];
        _threads = new SpareThreads(this, maxThreads);
        _running = new CountdownEvent(loops);
        for (var i = 0; i < loops; i++)
        {
            _loops[i] = new EventLoop(i, this, spin());
        }

        _monitor = new LoopMonitor(this, balancer is null ? null : new LoopScaler(this, balancer));
        if (balancer is not null)
        {
            BeginTogether();
        }

        foreach (var loop in _loops.Where(static loop => loop.Host is null))
        {
            _owners[loop.Index] = _threads.Start(loop);
        }

        _monitor.Start();
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

    public IReadOnlyList<EventLoop> Loops => _loops;

    /// <summary>Hand-offs so far.</summary>
    public long HandOffs => Volatile.Read(ref _handOffs);

    /// <summary>Loop threads that exist now: running, blocked in user code, or parked.</summary>
    public int ThreadCount => _threads.ThreadCount;

    /// <summary>Whether a loop is on its way from one thread to another: <see cref="TryMerge"/>, <see cref="TrySplit"/>.</summary>
    public bool IsMoving
    {
        get
        {
            lock (_moves)
            {
                return _moving.Count > 0;
            }
        }
    }

    /// <summary>The loop for the next connection.</summary>
    public EventLoop Next() => _loops[(uint)Interlocked.Increment(ref _next) % (uint)_loops.Length];

    /// <summary>A loop woke up: the monitor has something to look at.</summary>
    public void NoteAwake() => _monitor.NoteAwake();

    /// <summary>The thread that runs a loop and its guests; null for a guest, and for a loop between two threads.</summary>
    public LoopThread? OwnerOf(int loop) => Volatile.Read(ref _owners[loop]);

    /// <summary>Tells <see cref="Blocked"/>.</summary>
    public void ReportBlocked(int loop, object? subject) => Blocked?.Invoke(loop, subject);

    /// <summary>The life of a loop thread: runs a loop, and when it lost it waits a while for another.</summary>
    public void Serve(LoopThread thread, EventLoop? first)
    {
        var loop = first;
        while (loop is not null)
        {
            loop = thread.Run(loop) switch
            {
                LoopEnd.Stopped => EndOf(loop, thread),
                LoopEnd.Left when !TryPassOn(loop) => loop,
                _ => _threads.Park(thread),
            };
        }

        thread.Dispose();
        _threads.CountEnd();
    }

    /// <summary>Ends the loops when their queues are empty and releases them. Must not be called from a loop.</summary>
    public void Dispose()
    {
        lock (_moves)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
        }

        _monitor.Stop();
        foreach (var loop in _loops)
        {
            loop.Stop();
        }

        _running.Wait(TimeSpan.FromSeconds(5));
        _threads.End();
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }

    /// <summary>Gives a loop to a spare thread if its own is in user code now, however short. For tests of the protocol.</summary>
    public bool TryHandOffNow(int loop)
    {
        var host = _loops[loop].Host?.Index ?? loop;
        var owner = OwnerOf(host);
        var stay = owner?.Stay ?? 0;
        return stay != 0 && HandOff(host, owner!, stay);
    }

    /// <summary>Gives a loop and its guests to a spare thread if its own is still in the stay that was observed.</summary>
    public bool HandOff(int loop, LoopThread blocked, long stay)
    {
        // The heir first: a loop that was taken away and has none would stand still for ever.
        var subject = blocked.Subject;
        if (_threads.AtLimit || _threads.Take(loop) is not { } spare)
        {
            return false;
        }

        if (!blocked.TryHandOff(stay))
        {
            _threads.GiveBack(spare);
            return false;
        }

        Volatile.Write(ref _owners[loop], spare.Thread);
        spare.Release(_loops[loop]);
        Interlocked.Increment(ref _handOffs);
        LoopMeter.CountHandOff();
        _monitor.NoteLost(blocked, loop, stay, subject);
        return true;
    }

    /// <summary>Has a loop that has a thread become the guest of another one that has. False: not now.</summary>
    public bool TryMerge(int loop, int host)
    {
        lock (_moves)
        {
            if (loop == host || !CanMove(_loops[loop]) || !CanMove(_loops[host]))
            {
                return false;
            }

            _moving.UnionWith([_loops[loop], _loops[host]]);
            _loops[loop].Enqueue(new LoopAction(() => _loops[loop].LeaveFor(_loops[host])));
            return true;
        }
    }

    /// <summary>Gives half of a thread's loops to another thread. False: not now.</summary>
    public bool TrySplit(int host)
    {
        lock (_moves)
        {
            if (!CanMove(_loops[host]) || _threads.AtLimit || _threads.Take(host) is not { } spare)
            {
                return false;
            }

            _moving.Add(_loops[host]);
            _loops[host].Enqueue(new LoopAction(() => Split(_loops[host], spare)));
            return true;
        }
    }

    /// <summary>Under the gate.</summary>
    private bool CanMove(EventLoop loop) => !_stopping && loop.Host is null && !_moving.Contains(loop);

    private void HasMoved(params ReadOnlySpan<EventLoop> loops)
    {
        lock (_moves)
        {
            foreach (var loop in loops)
            {
                _moving.Remove(loop);
            }
        }
    }

    private void BeginTogether()
    {
        foreach (var loop in _loops.Skip(1))
        {
            if (_loops[0].TryWatch(loop))
            {
                _loops[0].Adopt(loop);
            }
        }
    }

    /// <summary>By the thread that runs <paramref name="host"/>.</summary>
    private void Split(EventLoop host, SpareThread spare)
    {
        if (host.GuestCount == 0)
        {
            _threads.GiveBack(spare);
        }
        else
        {
            var heir = host.ReleaseGuest();
            while (host.GuestCount > heir.GuestCount + 1 && heir.TryWatch(host.LastGuest))
            {
                heir.Adopt(host.ReleaseGuest());
            }

            Volatile.Write(ref _owners[heir.Index], spare.Thread);
            spare.Release(heir);
        }

        HasMoved(host);
    }

    /// <summary>By the thread that ran <paramref name="loop"/>. False: it stays where it is.</summary>
    private bool TryPassOn(EventLoop loop)
    {
        var host = loop.Destination!;
        lock (_moves)
        {
            // A loop that stops runs what was queued before; after that nobody would adopt.
            if (!_stopping && host.TryWatch(loop))
            {
                Volatile.Write(ref _owners[loop.Index], null);
                host.Enqueue(new LoopAction(() => Adopt(host, loop)));
                return true;
            }
        }

        HasMoved(loop, host);
        return false;
    }

    private void Adopt(EventLoop host, EventLoop loop)
    {
        host.Adopt(loop);
        HasMoved(loop, host);
    }

    /// <summary>A loop has stopped: its guests do so one after the other, the next of them as host.</summary>
    private EventLoop? EndOf(EventLoop loop, LoopThread thread)
    {
        var next = loop.GuestCount > 0 ? loop.ReleaseGuest() : null;
        while (loop.GuestCount > 0)
        {
            var guest = loop.ReleaseGuest();
            _ = next!.TryWatch(guest);
            next.Adopt(guest);
        }

        if (next is not null)
        {
            Volatile.Write(ref _owners[next.Index], thread);
        }

        _running.Signal();
        return next;
    }
}
