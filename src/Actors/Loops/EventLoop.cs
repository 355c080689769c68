using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akka.Dispatch;

namespace HttpActors.Actors.Loops;

/// <summary>
/// One epoll instance with its queues: whoever runs it waits for descriptors and runs the work of one dispatcher.
/// </summary>
/// <remarks>
/// Work that is queued by the thread that runs the loop, outside of user code, goes to a queue of its own without
/// synchronization; all other work goes to the shared queue and wakes the loop only when it sleeps. epoll's data is a
/// slot and its generation, never a bare descriptor, so an event that was fetched before a descriptor was closed and
/// its number given out again is recognized.
/// The loop belongs to one <see cref="LoopThread"/> at a time; see there for how it changes hands. A thread may run
/// several: one of them is the host that it waits on, the others are its guests.
/// </remarks>
internal sealed unsafe partial class EventLoop : IDisposable
{
    private const int TasksBetweenPolls = 128;
    private const int SharedFirstEvery = 8;
    private const ulong WakeUp = ulong.MaxValue;
    private readonly ConcurrentQueue<IRunnable> _shared = new();
    private readonly Queue<IRunnable> _local = new();
    private readonly SlotTable _slots = new();
    private readonly int _epoll;
    private readonly int _wake;
    private int _sleeping;
    private readonly EventLoopGroup _group;
    private int _stopping;
    private long _readiness;
    private long _waits;

    public EventLoop(int index, EventLoopGroup group, AdaptiveSpin spin)
    {
        Index = index;
        _group = group;
        _spin = spin;
        _epoll = Check(Libc.EpollCreate(Libc.EpollCloseOnExec));
        _wake = Check(Libc.EventFd(0, Libc.EventFdFlags));

        // Edge-triggered: each write is told once, and nobody has to read the counter down.
        Control(Libc.EpollAdd, _wake, Libc.EpollIn | Libc.EpollEdgeTriggered, WakeUp);
    }

    /// <summary>Its place among the loops of its group, from 0.</summary>
    public int Index { get; }

    /// <summary>Whether it waits for events; nothing can be stuck then.</summary>
    public bool IsSleeping => Volatile.Read(ref _sleeping) == 1;

    /// <summary>Readiness events so far; a loop that spins on a descriptor shows here.</summary>
    public long ReadinessEvents => Volatile.Read(ref _readiness);

    /// <summary>How often it looked for events or waited for them; a loop that spins on its own work shows here.</summary>
    public long Waits => Volatile.Read(ref _waits);

    /// <summary>Queues work for this loop. Any thread; never runs it inline.</summary>
    public void Enqueue(IRunnable work)
    {
        if (LoopThread.Current is { } thread && thread.Owns(this))
        {
            _local.Enqueue(work);
            return;
        }

        _shared.Enqueue(work);
        Wake();
    }

    /// <summary>Watches a descriptor.</summary>
    /// <returns>What <see cref="Modify"/> and <see cref="Remove"/> know it by.</returns>
    /// <exception cref="SocketException">The kernel refused it: no memory, no watches left.</exception>
    public ulong Add(int descriptor, uint events, IReadinessTarget target)
    {
        var key = _slots.Add(target);
        try
        {
            Control(Libc.EpollAdd, descriptor, events, key);
        }
        catch (SocketException)
        {
            _slots.Remove(key);
            throw;
        }

        return key;
    }

    /// <summary>Changes what is watched.</summary>
    public void Modify(int descriptor, uint events, ulong key) => Control(Libc.EpollModify, descriptor, events, key);

    /// <summary>Hears nothing of a descriptor any more, not even of errors, which cannot be masked.</summary>
    public void Mute(int descriptor, ulong key) => Control(Libc.EpollDelete, descriptor, 0, key);

    /// <summary>Forgets a target; closing its descriptor takes it out of epoll.</summary>
    public void Remove(ulong key) => _slots.Remove(key);

    public void Stop()
    {
        Volatile.Write(ref _stopping, 1);
        Wake();
    }

    /// <summary>Runs the loop and its guests until one of <see cref="LoopEnd"/> comes.</summary>
    public LoopEnd Run(LoopThread thread)
    {
        // A guest that slept is a host now.
        Volatile.Write(ref _sleeping, 0);
        var idle = true;
        while (RunQueued(thread, ref idle) && RunGuests(thread, ref idle))
        {
            if (_leavesFor is { } destination)
            {
                Destination = destination;
                _leavesFor = null;
                return LoopEnd.Left;
            }

            if (Volatile.Read(ref _stopping) == 1 && idle && _shared.IsEmpty)
            {
                return LoopEnd.Stopped;
            }

            DispatchAll(thread.Events, Wait(thread.Events, idle));
        }

        return LoopEnd.Lost;
    }

    public void Dispose()
    {
        Libc.Close(_wake);
        Libc.Close(_epoll);
    }

    /// <summary>False when the thread lost the loop in user code: nothing of the loop may be touched then.</summary>
    private bool RunQueued(LoopThread thread, ref bool idle)
    {
        idle = false;

        // Whoever was told that it can read does so first, or the next poll would tell it again.
        var told = _local.Count;
        for (var i = 0; i < TasksBetweenPolls || told > 0; i++)
        {
            // Now and then the shared queue comes first, or a busy local one would starve it.
            if (Take(sharedFirst: i % SharedFirstEvery == 0, ref told) is not { } work)
            {
                idle = true;
                return true;
            }

            work.Run();
            if (!thread.HasLoop)
            {
                return false;
            }
        }

        return true;
    }

    private IRunnable? Take(bool sharedFirst, ref int ofLocal)
    {
        if (sharedFirst && _shared.TryDequeue(out var shared))
        {
            return shared;
        }

        if (_local.TryDequeue(out var own))
        {
            ofLocal--;
            return own;
        }

        return _shared.TryDequeue(out shared) ? shared : null;
    }

    private void DispatchAll(EpollEvents events, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Dispatch(events.DataAt(i), events.EventsAt(i));
        }
    }

    private void Dispatch(ulong key, uint events)
    {
        if (key >= FirstGuest)
        {
            OnOwnEvent(key);
            return;
        }

        _readiness++;
        _slots.Find(key)?.OnReady(events);
    }

    /// <summary>The loop's own descriptors: the eventfd that wakes it, and the epoll instances of its guests.</summary>
    private void OnOwnEvent(ulong key)
    {
        if (key != WakeUp)
        {
            OnGuestReady(key);
        }
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _sleeping, 0) == 1)
        {
            ulong one = 1;
            _ = Libc.Write(_wake, &one, sizeof(ulong));
        }
    }

    private void Control(int operation, int descriptor, uint events, ulong key)
    {
        var epollEvent = stackalloc byte[EpollEvents.Size];
        EpollEvents.Write(epollEvent, events, key);
        Check(Libc.EpollControl(_epoll, operation, descriptor, epollEvent));
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw Errno.ToException(Marshal.GetLastPInvokeError());
}
