namespace Akka.Actor;

/// <summary>
/// The timers of one actor instance, by key. A timer dies with the instance that set it, and a message of a timer that was
/// cancelled or replaced is not delivered, even when it was already in the mailbox.
/// </summary>
public interface ITimerScheduler
{
    /// <summary>The keys of the timers that are running.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Sends a message to the actor again and again; replaces a timer with the same key.</summary>
    /// <param name="key">The timer's key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="interval">The time before the first and between any two.</param>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Sends a message to the actor again and again; replaces a timer with the same key.</summary>
    /// <param name="key">The timer's key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="interval">The time before the first and between any two.</param>
    /// <param name="sender">The sender of the message.</param>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender);

    /// <summary>Sends a message to the actor again and again; replaces a timer with the same key.</summary>
    /// <param name="key">The timer's key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Sends a message to the actor again and again; replaces a timer with the same key.</summary>
    /// <param name="key">The timer's key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="sender">The sender of the message.</param>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender);

    /// <summary>Sends a message to the actor once; replaces a timer with the same key.</summary>
    /// <param name="key">The timer's key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="timeout">The time before it.</param>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Sends a message to the actor once; replaces a timer with the same key.</summary>
    /// <param name="key">The timer's key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="timeout">The time before it.</param>
    /// <param name="sender">The sender of the message.</param>
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender);

    /// <summary>Whether a timer runs: a periodic one, or a single one that has not been delivered.</summary>
    /// <param name="key">The timer's key.</param>
    bool IsTimerActive(object key);

    /// <summary>Ends a timer; no effect when there is none.</summary>
    /// <param name="key">The timer's key.</param>
    void Cancel(object key);

    /// <summary>Ends all timers.</summary>
    void CancelAll();
}
