using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time the test moves. What falls due runs inside <see cref="Advance"/>, in the order of the due times;
/// a repeated entry runs once for each call, however far the time moves, and is due again an interval after the new time.
/// </summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Entry, (DateTimeOffset Due, long Number)> _entries = new();
    private readonly TimeSpan _start = Clock.Elapsed;
    private DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private long _number;

    /// <summary>Creates a scheduler.</summary>
    /// <param name="schedulerConfig">Not used.</param>
    /// <param name="log">Not used.</param>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
    }

    /// <inheritdoc/>
    public IAdvancedScheduler Advanced => this;

    /// <summary>The virtual time; real time at the beginning.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_lock) return _now;
        }
    }

    /// <summary>Real time since this scheduler was made.</summary>
    public TimeSpan MonotonicClock => Clock.Elapsed - _start;

    /// <summary>Real time since this scheduler was made.</summary>
    public TimeSpan HighResMonotonicClock => Clock.Elapsed - _start;

    /// <summary>Moves the time on.</summary>
    /// <param name="offset">By how much.</param>
    public void Advance(TimeSpan offset)
    {
        var due = new List<Entry>();
        lock (_lock)
        {
            _now += offset;
            while (_entries.Count > 0 && _entries.Peek().Due <= _now) due.Add(_entries.Dequeue());
        }

        foreach (var entry in due) Run(entry);
    }

    /// <summary>Moves the time on.</summary>
    /// <param name="when">To when; not before <see cref="Now"/>.</param>
    /// <exception cref="InvalidOperationException">It is before <see cref="Now"/>.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < Now) throw new InvalidOperationException("You can't reverse time...");
        Advance(when - Now);
    }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => Add(delay, null, action, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => Add(delay, null, action, cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) => Add(initialDelay, interval, action, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, IRunnable action) => Add(delay, null, action.Run, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) => Add(delay, null, action.Run, cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) => Add(initialDelay, interval, action.Run, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        lock (_lock) Enqueue(new Entry(action, interval, cancelable), _now + delay);
    }

    private void Enqueue(Entry entry, DateTimeOffset due)
    {
        entry.Due = due;
        _entries.Enqueue(entry, (due, _number++));
    }

    private void Run(Entry entry)
    {
        if (entry.Cancelable is { IsCancellationRequested: true }) return;
        entry.Action();
        if (entry.Interval is not { } interval) return;
        lock (_lock) Enqueue(entry, _now + interval);
    }

    private sealed class Entry(Action action, TimeSpan? interval, ICancelable? cancelable)
    {
        public Action Action { get; } = action;

        public TimeSpan? Interval { get; } = interval;

        public ICancelable? Cancelable { get; } = cancelable;

        public DateTimeOffset Due { get; set; }
    }
}
