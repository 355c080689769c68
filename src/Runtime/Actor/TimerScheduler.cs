namespace Akka.Actor;

/// <summary>The message of a timer on its way; unwrapped, or dropped as stale, when the actor receives it.</summary>
internal class TimerMessage(object key, object message, int generation, TimerScheduler owner) : IWrappedMessage, INoSerializationVerificationNeeded
{
    public object Key { get; } = key;

    public object Message { get; } = message;

    public int Generation { get; } = generation;

    public TimerScheduler Owner { get; } = owner;
}

internal sealed class QuietTimerMessage(object key, object message, int generation, TimerScheduler owner)
    : TimerMessage(key, message, generation, owner), INotInfluenceReceiveTimeout;

internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, Running> _timers = [];
    private int _generation;

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        Start(key, msg, interval, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender) =>
        Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, ActorRefs.NoSender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender) => Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer)) timer.Task.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values) timer.Task.Cancel();
        _timers.Clear();
    }

    /// <summary>The message of a timer that is still running, or null for a stale one.</summary>
    public object? Intercept(TimerMessage message)
    {
        if (!ReferenceEquals(message.Owner, this)
            || !_timers.TryGetValue(message.Key, out var timer)
            || timer.Generation != message.Generation) return null;
        if (!timer.Periodic) _timers.Remove(message.Key);
        return message.Message;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef? sender)
    {
        Cancel(key);
        var generation = ++_generation;
        var timed = message is INotInfluenceReceiveTimeout
            ? new QuietTimerMessage(key, message, generation, this)
            : new TimerMessage(key, message, generation, this);
        var scheduler = cell.System.Scheduler;
        var task = interval is { } every
            ? scheduler.ScheduleTellRepeatedlyCancelable(delay, every, cell.Self, timed, sender)
            : scheduler.ScheduleTellOnceCancelable(delay, cell.Self, timed, sender);
        _timers[key] = new Running(task, generation, interval is not null);
    }

    private readonly record struct Running(ICancelable Task, int Generation, bool Periodic);
}
