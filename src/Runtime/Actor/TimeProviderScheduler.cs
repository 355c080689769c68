using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The system's scheduler: a heap of due times and one timer for the earliest. Entries that are due together run in the
/// order of their times, then of their scheduling, on one thread.
/// </summary>
internal sealed class TimeProviderScheduler(TimeProvider time, EventStream log) : IScheduler, IAdvancedScheduler, IDisposable
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private PriorityQueue<Entry, Entry>? _entries;
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private long _number;
    private bool _isFiring;
    private bool _isDisposed;

    public IAdvancedScheduler Advanced => this;

    // Made when it is first used, which in many systems is never.
    private PriorityQueue<Entry, Entry> Heap => _entries ??= new PriorityQueue<Entry, Entry>(new ByDueTime());

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeSpan MonotonicClock => time.GetElapsedTime(_start);

    public TimeSpan HighResMonotonicClock => time.GetElapsedTime(_start);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(delay, null, new TellEntry(receiver, message, sender) { Cancelable = cancelable });

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(initialDelay, interval, new TellEntry(receiver, message, sender) { Cancelable = cancelable });

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(delay, null, new ActionEntry(action) { Cancelable = cancelable });

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, interval, new ActionEntry(action) { Cancelable = cancelable });

    public void ScheduleOnce(TimeSpan delay, IRunnable action) => ScheduleOnce(delay, action.Run, null);

    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) => ScheduleOnce(delay, action.Run, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) =>
        ScheduleRepeatedly(initialDelay, interval, action.Run, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        ScheduleRepeatedly(initialDelay, interval, action.Run, cancelable);

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _entries = null;
            _timer?.Dispose();
        }
    }

    private static void Check(TimeSpan delay, TimeSpan? interval)
    {
        if (delay < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(delay), $"Delay must be >=0. It was {delay}");
        if (interval <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(interval), $"Interval must be >0. It was {interval}");
    }

    private void Add(TimeSpan delay, TimeSpan? interval, Entry entry)
    {
        Check(delay, interval);
        if (entry.Cancelable is { IsCancellationRequested: true }) return;
        entry.Interval = interval?.Ticks ?? 0;
        lock (_lock)
        {
            if (_isDisposed) throw new SchedulerException("cannot enqueue after timer shutdown");
            Enqueue(entry, MonotonicClock.Ticks + delay.Ticks);
            if (!_isFiring) Arm();
        }
    }

    private void Enqueue(Entry entry, long due)
    {
        entry.Due = due;
        entry.Number = _number++;
        Heap.Enqueue(entry, entry);
    }

    /// <summary>Sets the timer to the earliest entry, if it is set later. Under the lock.</summary>
    private void Arm()
    {
        if (Heap.Count == 0 || Heap.Peek().Due >= _armedFor) return;
        _armedFor = Heap.Peek().Due;

        // Whole milliseconds, up: timers may not fire early, and the base library's cut fractions off.
        var wait = Math.Ceiling(TimeSpan.FromTicks(Math.Max(0, _armedFor - MonotonicClock.Ticks)).TotalMilliseconds);
        var delay = TimeSpan.FromMilliseconds(Math.Min(wait, uint.MaxValue - 1));
        if (_timer is null) _timer = CreateTimer(delay);
        else _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private ITimer CreateTimer(TimeSpan delay)
    {
        // The context of whoever schedules first must not become that of every callback.
        using var unflowed = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return time.CreateTimer(static state => ((TimeProviderScheduler)state!).Fire(), this, delay, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        lock (_lock)
        {
            if (_isFiring || _isDisposed) return;
            _isFiring = true;
            _armedFor = long.MaxValue;
        }

        while (TakeDue() is { } entry)
        {
            if (entry.Cancelable is { IsCancellationRequested: true }) continue;
            if (Run(entry) && entry.Interval > 0) Repeat(entry);
        }
    }

    private Entry? TakeDue()
    {
        lock (_lock)
        {
            if (!_isDisposed && Heap.Count > 0 && Heap.Peek().Due <= MonotonicClock.Ticks) return Heap.Dequeue();
            _isFiring = false;
            if (!_isDisposed) Arm();
            return null;
        }
    }

    private void Repeat(Entry entry)
    {
        lock (_lock)
        {
            // Due times follow each other exactly, so that a late turn does not shift all later ones.
            if (!_isDisposed) Enqueue(entry, entry.Due + entry.Interval);
        }
    }

    private bool Run(Entry entry)
    {
        try
        {
            entry.Run();
            return true;
        }
        catch (Exception e)
        {
            log.Publish(new Error(e, nameof(TimeProviderScheduler), typeof(TimeProviderScheduler), "Exception while executing a scheduled action"));
            return false;
        }
    }

    private sealed class ByDueTime : IComparer<Entry>
    {
        public int Compare(Entry? x, Entry? y)
        {
            var byTime = x!.Due.CompareTo(y!.Due);
            return byTime != 0 ? byTime : x.Number.CompareTo(y.Number);
        }
    }

    private abstract class Entry
    {
        public long Due { get; set; }

        public long Number { get; set; }

        public long Interval { get; set; }

        public ICancelable? Cancelable { get; init; }

        public abstract void Run();
    }

    private sealed class TellEntry(ICanTell receiver, object message, IActorRef? sender) : Entry
    {
        public override void Run() => receiver.Tell(message, sender);
    }

    private sealed class ActionEntry(Action action) : Entry
    {
        public override void Run() => action();
    }
}
