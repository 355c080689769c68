using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HttpActors.Actors.Loops;

/// <summary>How a loop waits that has nothing to do: it polls while that is cheaper than to sleep, then it sleeps.</summary>
internal sealed unsafe partial class EventLoop
{
    private const int PollsBetweenClocks = 4;
    private readonly AdaptiveSpin _spin;
    private long _polled;

    /// <summary>Nanoseconds it has polled so far: its thread was on a core then and had nothing to do. Any thread.</summary>
    public long Polled => Volatile.Read(ref _polled);

    private bool IsWanted => !_shared.IsEmpty || Volatile.Read(ref _stopping) == 1;

    private int Wait(EpollEvents events, bool idle)
    {
        _waits++;
        if (!idle)
        {
            return Poll(events, 0);
        }

        if (_spin.Limit > 0)
        {
            var found = Spin(events);
            return found > 0 || IsWanted ? found : Sleep(events);
        }

        return _spin.IsMeasuring ? MeasureSleep(events) : SleepAtOnce(events);
    }

    private int SleepAtOnce(EpollEvents events)
    {
        var found = Sleep(events);
        _spin.NoteSleep(0, found);
        return found;
    }

    private int MeasureSleep(EpollEvents events)
    {
        var before = ThreadClock.OfCallingThread();
        var found = Sleep(events);
        _spin.NoteSleep(ThreadClock.OfCallingThread() - before, found);
        return found;
    }

    private int Sleep(EpollEvents events)
    {
        Interlocked.Exchange(ref _sleeping, 1);
        var found = Poll(events, IsWanted ? 0 : -1);
        Volatile.Write(ref _sleeping, 0);
        _group.NoteAwake();
        return found;
    }

    /// <summary>Polls until something comes, up to the limit. Who queues work meanwhile need not wake the loop.</summary>
    private int Spin(EpollEvents events)
    {
        var start = Stopwatch.GetTimestamp();
        long length;
        int found;
        do
        {
            // Once at least: work that keeps coming in must not keep descriptors from being looked at.
            found = Poll(events, 0);
            for (var i = 1; i < PollsBetweenClocks && found == 0 && !IsWanted; i++)
            {
                found = Poll(events, 0);
            }

            length = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
        while (found == 0 && !IsWanted && length < _spin.Limit);

        Volatile.Write(ref _polled, _polled + Math.Min(length, _spin.Limit));
        _spin.NotePoll(length, found);
        return found;
    }

    private int Poll(EpollEvents events, int timeout)
    {
        var found = Libc.EpollWait(_epoll, events.Bytes, events.Capacity, timeout);
        return found >= 0 || Marshal.GetLastPInvokeError() == Libc.InterruptedCall ? Math.Max(found, 0) : Check(found);
    }
}
