namespace HttpActors.Actors.Loops;

/// <summary>A thread without a loop.</summary>
internal sealed class SpareThread(LoopThread thread)
{
    private readonly SemaphoreSlim _called = new(0, 1);
    private EventLoop? _loop;

    public LoopThread Thread => thread;

    /// <summary>Lets it run <paramref name="loop"/>; null ends it.</summary>
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
