namespace HttpActors.Actors.Loops;

/// <summary>The loop threads of a group: how many there are, and those that wait for a loop.</summary>
/// <param name="group">Whose loops they run.</param>
/// <param name="maxThreads">At a time, blocked ones included.</param>
internal sealed class SpareThreads(EventLoopGroup group, int maxThreads)
{
    private const int MaxParked = 4;
    private readonly Lock _gate = new();
    private readonly Stack<SpareThread> _parked = new();
    private bool _ended;
    private int _threads;

    /// <summary>Loop threads that exist now: running, blocked in user code, or parked.</summary>
    public int ThreadCount => Volatile.Read(ref _threads);

    /// <summary>Whether no more can be made.</summary>
    public bool AtLimit => ThreadCount >= maxThreads;

    /// <summary>A new thread for a loop that has none yet.</summary>
    public LoopThread Start(EventLoop loop)
    {
        Interlocked.Increment(ref _threads);
        var thread = new LoopThread(group);
        thread.Start(loop.Index, () => loop);
        return thread;
    }

    /// <summary>A thread without a loop, made where none is parked; null where none can be made.</summary>
    /// <param name="index">The loop that it is meant for.</param>
    public SpareThread? Take(int index)
    {
        lock (_gate)
        {
            if (_parked.TryPop(out var parked))
            {
                return parked;
            }
        }

        var spare = new SpareThread(new LoopThread(group));
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

    /// <summary>A thread that was taken and is not needed.</summary>
    public void GiveBack(SpareThread spare)
    {
        if (!TryPark(spare))
        {
            spare.Release(null);
        }
    }

    /// <summary>Has the calling thread wait for a loop. Null: it is one too many and ends.</summary>
    public EventLoop? Park(LoopThread thread)
    {
        var parked = new SpareThread(thread);
        return TryPark(parked) ? parked.WaitForLoop() : null;
    }

    /// <summary>A thread is about to end.</summary>
    public void CountEnd() => Interlocked.Decrement(ref _threads);

    /// <summary>Ends those that wait; none will wait any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            while (_parked.TryPop(out var parked))
            {
                parked.Release(null);
            }
        }
    }

    private bool TryPark(SpareThread spare)
    {
        lock (_gate)
        {
            if (_parked.Count >= MaxParked || _ended)
            {
                return false;
            }

            _parked.Push(spare);
            return true;
        }
    }
}
