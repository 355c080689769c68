using System.Net.Sockets;

namespace HttpActors.Actors.Loops;

/// <summary>
/// A loop that shares the thread of another. The guest keeps its epoll instance, its queues and its connections; its
/// epoll instance is one more descriptor that the host watches. It runs between two waits of the host.
/// </summary>
/// <remarks>
/// What is here is touched only by the thread that runs the host, except <see cref="Host"/>. A thread that loses the
/// host in user code loses the guests with it, whichever of them the code belongs to.
/// </remarks>
internal sealed unsafe partial class EventLoop
{
    // Slots have the highest bit clear.
    private const ulong FirstGuest = 1UL << 63;
    private readonly List<EventLoop> _guests = [];
    private EventLoop? _host;
    private bool _isDue;
    private EventLoop? _leavesFor;

    /// <summary>Whose thread runs it; null: one of its own. Any thread.</summary>
    public EventLoop? Host => Volatile.Read(ref _host);

    /// <summary>How many loops its thread runs besides.</summary>
    public int GuestCount => _guests.Count;

    /// <summary>The next one that <see cref="ReleaseGuest"/> gives away.</summary>
    public EventLoop LastGuest => _guests[^1];

    /// <summary>Whose guest it becomes when <see cref="Run"/> has returned <see cref="LoopEnd.Left"/>.</summary>
    public EventLoop? Destination { get; private set; }

    /// <summary>Has <see cref="Run"/> return, with what is queued left as it is.</summary>
    public void LeaveFor(EventLoop host) => _leavesFor = host;

    /// <summary>Watches a loop and its guests, which it adopts next. Any thread.</summary>
    /// <returns>False when the kernel refuses it; nothing is changed then.</returns>
    public bool TryWatch(EventLoop guest)
    {
        var watched = new List<EventLoop>();
        try
        {
            foreach (var one in (ReadOnlySpan<EventLoop>)[guest, .. guest._guests])
            {
                Control(Libc.EpollAdd, one._epoll, Libc.EpollIn, FirstGuest | (uint)one.Index);
                watched.Add(one);
            }

            return true;
        }
        catch (SocketException)
        {
            watched.ForEach(one => Control(Libc.EpollDelete, one._epoll, 0, 0));
            return false;
        }
    }

    /// <summary>
    /// Takes a loop that it watches and that no thread runs, with its guests. By the thread that runs this one, or while
    /// none does.
    /// </summary>
    public void Adopt(EventLoop guest)
    {
        while (guest._guests.Count > 0)
        {
            Adopt(guest.ReleaseGuest());
        }

        Volatile.Write(ref guest._host, this);
        guest._isDue = true;
        _guests.Add(guest);
    }

    /// <summary>Gives its last guest away; no thread runs that one then.</summary>
    public EventLoop ReleaseGuest()
    {
        var guest = _guests[^1];
        _guests.RemoveAt(_guests.Count - 1);
        Control(Libc.EpollDelete, guest._epoll, 0, 0);
        Volatile.Write(ref guest._host, null);
        return guest;
    }

    private void OnGuestReady(ulong key)
    {
        var index = (int)(key & ~FirstGuest);
        foreach (var guest in _guests)
        {
            guest._isDue |= guest.Index == index;
        }
    }

    /// <summary>A round of each guest that has something to do. False when the thread lost the host in user code.</summary>
    private bool RunGuests(LoopThread thread, ref bool idle)
    {
        foreach (var guest in _guests)
        {
            if (!guest._isDue)
            {
                continue;
            }

            thread.Visit(guest);
            if (!guest.RunRound(thread))
            {
                return false;
            }

            thread.Visit(this);
            idle &= !guest._isDue;
        }

        return true;
    }

    /// <summary>Due until it has found nothing left, so that whoever takes the host over in mid-round goes on with it.</summary>
    private bool RunRound(LoopThread thread)
    {
        Volatile.Write(ref _sleeping, 0);
        _waits++;
        var count = Poll(thread.Events, 0);
        DispatchAll(thread.Events, count);
        var idle = true;
        if (!RunQueued(thread, ref idle))
        {
            return false;
        }

        if (idle && count < thread.Events.Capacity)
        {
            Interlocked.Exchange(ref _sleeping, 1);
            _isDue = !_shared.IsEmpty;
        }

        return true;
    }
}
