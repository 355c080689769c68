namespace HttpActors.Actors.Client;

/// <summary>
/// The idle connections to one origin, taken by whoever has a request without asking an actor first.
/// </summary>
/// <remarks>
/// A list for each loop, so that a request which begins on a loop stays on it: no other thread is woken. The lock is
/// held for a few instructions; nothing is called inside.
/// </remarks>
internal sealed class IdleShelf(int loops, bool fifo, int capacity)
{
    private readonly Lock _gate = new();
    private readonly List<Entry>[] _lists = CreateLists(Math.Max(loops, 1));
    private long _stamp;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False: there is no room for another.</summary>
    public bool TryPut(ClientConnection connection)
    {
        lock (_gate)
        {
            if (_count >= capacity)
            {
                return false;
            }

            _lists[ListOf(connection.LoopIndex)].Add(new Entry(connection, _stamp++));
            _count++;
            return true;
        }
    }

    /// <summary>The connection used last, on <paramref name="loop"/> if there is one; or the one idle longest.</summary>
    public ClientConnection? Take(int loop)
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return null;
        }

        lock (_gate)
        {
            var list = fifo ? Oldest() : loop >= 0 && _lists[ListOf(loop)].Count > 0 ? _lists[ListOf(loop)] : Newest();
            return list is null ? null : TakeAt(list, fifo ? 0 : list.Count - 1);
        }
    }

    /// <summary>The one idle longest, whatever the order of use.</summary>
    public ClientConnection? TakeOldest()
    {
        lock (_gate)
        {
            return Oldest() is { } list ? TakeAt(list, 0) : null;
        }
    }

    /// <summary>False: somebody else has taken it.</summary>
    public bool TryRemove(ClientConnection connection)
    {
        lock (_gate)
        {
            var list = _lists[ListOf(connection.LoopIndex)];
            for (var i = list.Count - 1; i >= 0; i--)
            {
                if (ReferenceEquals(list[i].Connection, connection))
                {
                    TakeAt(list, i);
                    return true;
                }
            }

            return false;
        }
    }

    private static List<Entry>[] CreateLists(int count)
    {
        var lists = new List<Entry>[count];
        for (var i = 0; i < count; i++)
        {
            lists[i] = [];
        }

        return lists;
    }

    private int ListOf(int loop) => loop > 0 && loop < _lists.Length ? loop : 0;

    private List<Entry>? Newest()
    {
        List<Entry>? newest = null;
        foreach (var list in _lists)
        {
            if (list.Count > 0 && (newest is null || list[^1].Stamp > newest[^1].Stamp))
            {
                newest = list;
            }
        }

        return newest;
    }

    private List<Entry>? Oldest()
    {
        List<Entry>? oldest = null;
        foreach (var list in _lists)
        {
            if (list.Count > 0 && (oldest is null || list[0].Stamp < oldest[0].Stamp))
            {
                oldest = list;
            }
        }

        return oldest;
    }

    private ClientConnection TakeAt(List<Entry> list, int index)
    {
        var connection = list[index].Connection;
        list.RemoveAt(index);
        _count--;
        return connection;
    }

    private readonly record struct Entry(ClientConnection Connection, long Stamp);
}
