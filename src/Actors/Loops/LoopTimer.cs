using System.Runtime.InteropServices;

namespace HttpActors.Actors.Loops;

/// <summary>
/// A period that a loop hears of as it hears of sockets: no thread is woken for it, where a timer of the base library
/// goes through its timer thread and the thread pool, some twenty futex calls each time.
/// </summary>
internal sealed unsafe class LoopTimer : IReadinessTarget, IDisposable
{
    private const int Monotonic = 1; // CLOCK_MONOTONIC
    private const int NonBlockingCloseOnExec = 0x80800; // TFD_NONBLOCK | TFD_CLOEXEC

    private readonly EventLoop _loop;
    private readonly Action _tick;
    private readonly int _descriptor;
    private readonly ulong _key;
    private int _disposed;

    /// <param name="loop">Whose thread calls.</param>
    /// <param name="period">Between two calls, and before the first.</param>
    /// <param name="tick">Called outside of any actor; must not block.</param>
    /// <exception cref="System.Net.Sockets.SocketException">No descriptor, no memory.</exception>
    public LoopTimer(EventLoop loop, TimeSpan period, Action tick)
    {
        _loop = loop;
        _tick = tick;
        _descriptor = Libc.TimerCreate(Monotonic, NonBlockingCloseOnExec);
        if (_descriptor < 0)
        {
            throw Errno.ToException(Marshal.GetLastPInvokeError());
        }

        try
        {
            Set(period);
            _key = loop.Add(_descriptor, Libc.EpollIn, this);
        }
        catch
        {
            Libc.Close(_descriptor);
            throw;
        }
    }

    /// <summary>One more call may come, if it is on its way already.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // By the loop itself: its thread may be about to read, and the number must not be another's by then.
            _loop.Enqueue(new LoopAction(() =>
            {
                _loop.Remove(_key);
                Libc.Close(_descriptor);
            }));
        }
    }

    /// <summary>A period goes on only when its end was read.</summary>
    void IReadinessTarget.OnReady(uint events)
    {
        ulong expired;
        if (Libc.Read(_descriptor, &expired, sizeof(ulong)) > 0 && Volatile.Read(ref _disposed) == 0)
        {
            _tick();
        }
    }

    private void Set(TimeSpan period)
    {
        var seconds = (nint)period.TotalSeconds;
        var nanoseconds = (nint)((period - TimeSpan.FromSeconds(seconds)).Ticks * TimeSpan.NanosecondsPerTick);

        // struct itimerspec: the period, then the first time; two C longs each.
        var times = stackalloc nint[] { seconds, nanoseconds, seconds, nanoseconds };
        if (Libc.TimerSet(_descriptor, 0, times, null) < 0)
        {
            throw Errno.ToException(Marshal.GetLastPInvokeError());
        }
    }
}
