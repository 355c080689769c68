namespace HttpActors.Actors.Loops;

/// <summary>
/// A thread that may run an event loop, and what takes the loop away from it when user code blocks.
/// </summary>
/// <remarks>
/// <code>
///              enter user code                monitor: too long
///   Running ─────────────────────→ InUser ─────────────────────→ HandedOff
///      ↑                              │                              │ user code returns, the actor's turn ends
///      └──────────────────────────────┘                              ↓
///              leave user code                                    retires
/// </code>
/// Who takes a loop away contests it first and has all threads pass a fence. A thread that leaves user code and is not
/// contested left before that fence, which is seen behind it; so it needs no compare-exchange, millions of times a
/// second, for what happens a few times. A contested one competes for the one word, and exactly one side wins. A thread
/// that was handed off finishes its actor's turn, for the mailbox guarantees that nobody else runs that actor, but
/// touches nothing of the loop again: what it queues takes the shared queue. No user code runs while a batch of events
/// is told, so none of it is lost. While a thread is in user code its queueing takes the shared queue as well, for it
/// may lose the loop at any moment.
/// </remarks>
internal sealed class LoopThread(EventLoopGroup group) : IDisposable
{
    private const int Running = 0;
    private const int InUser = 1;
    private const int HandedOff = 2;

    [ThreadStatic]
    private static LoopThread? _current;

    private EventLoop? _loop;
    private ThreadClock? _clock;
    private object? _subject;
    private int _state;
    private readonly Lock _taking = new();
    private int _depth;
    private int _contested;
    private long _entries;

    /// <summary>The loop thread that is calling; null on every other thread.</summary>
    public static LoopThread? Current => _current;

    /// <summary>Which loop it runs; -1 when it has lost it.</summary>
    public int LoopIndex => _state == HandedOff ? -1 : _loop?.Index ?? -1;

    /// <summary>So few that what a descriptor's event brought into the caches is there when its turn comes.</summary>
    public EpollEvents Events { get; } = new(64);

    /// <summary>Whether it may touch its loop: it runs it and is not in user code.</summary>
    public bool HasLoop => Volatile.Read(ref _state) == Running;

    /// <summary>What is being called, for the log.</summary>
    public object? Subject => Volatile.Read(ref _subject);

    /// <summary>A number that changes with every entry into user code; 0 while it is not in user code.</summary>
    public long Stay => Volatile.Read(ref _state) == InUser ? Volatile.Read(ref _entries) : 0;

    public bool Owns(EventLoop loop) => ReferenceEquals(_loop, loop) && _state == Running;

    public void EnterUserCode(object subject)
    {
        // After the state that LeaveUserCode wrote: on a processor that reorders stores the monitor could else take a thread
        // that came back for one that has stayed.
        var depth = _depth;
        Volatile.Write(ref _depth, depth + 1);
        if (depth > 0)
        {
            return;
        }

        _subject = subject;
        Volatile.Write(ref _entries, _entries + 1);
        if (_state == Running)
        {
            // Nobody else changes this state, so nothing has to be exchanged.
            Volatile.Write(ref _state, InUser);
        }
    }

    public void LeaveUserCode()
    {
        var depth = _depth - 1;
        Volatile.Write(ref _depth, depth);
        if (depth > 0)
        {
            return;
        }

        if (Volatile.Read(ref _contested) == 0)
        {
            Volatile.Write(ref _state, Running);
        }
        else
        {
            Interlocked.CompareExchange(ref _state, Running, InUser);
        }
    }

    /// <summary>Whether it is still in the stay that was observed, with or without its loop.</summary>
    public bool IsStillIn(long stay) => Volatile.Read(ref _entries) == stay && Volatile.Read(ref _depth) > 0;

    /// <summary>Takes the loop away if the thread is still in the stay that was observed.</summary>
    public bool TryHandOff(long stay)
    {
        lock (_taking)
        {
            if (Stay != stay)
            {
                return false;
            }

            Volatile.Write(ref _contested, 1);
            Interlocked.MemoryBarrierProcessWide();
            if (IsStillIn(stay) && Interlocked.CompareExchange(ref _state, HandedOff, InUser) == InUser)
            {
                // Contested until the thread has a loop again.
                return true;
            }

            Volatile.Write(ref _contested, 0);
            return false;
        }
    }

    /// <summary>Runs <paramref name="loop"/> and its guests.</summary>
    public LoopEnd Run(EventLoop loop)
    {
        _current = this;
        _loop = loop;
        _subject = null;
        if (_state == HandedOff)
        {
            Volatile.Write(ref _contested, 0);
        }

        Volatile.Write(ref _state, Running);
        try
        {
            return loop.Run(this);
        }
        finally
        {
            _loop = null;
            _current = null;
        }
    }

    /// <summary>From now on it runs <paramref name="loop"/>, the host or one of its guests.</summary>
    public void Visit(EventLoop loop) => _loop = loop;

    /// <summary>The time it has spent on a core and waiting for one. By any thread; zero where the system does not say.</summary>
    public ThreadTimes Times => Volatile.Read(ref _clock)?.Read() ?? default;

    /// <summary>Whether it waits for something else than a core. By any thread; false where the system does not say.</summary>
    public bool IsAsleep => Volatile.Read(ref _clock)?.IsAsleep ?? false;

    /// <param name="index">Of the loop that it is made for; its name.</param>
    /// <param name="first">Called on the new thread: the loop that it runs first; null: it ends.</param>
    /// <exception cref="OutOfMemoryException">The system has no thread to give, or no descriptors, of which a new thread needs two for a moment.</exception>
    public void Start(int index, Func<EventLoop?> first)
    {
        var thread = new Thread(() => Begin(first))
        {
            IsBackground = true,
            Name = $"http-loop-{index}",
        };
        thread.UnsafeStart();
    }

    public void Dispose() => Events.Dispose();

    private void Begin(Func<EventLoop?> first)
    {
        Volatile.Write(ref _clock, ThreadClock.OfThisThread());
        group.Serve(this, first());
    }
}
