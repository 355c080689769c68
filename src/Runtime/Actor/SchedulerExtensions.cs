namespace Akka.Actor;

/// <summary>Short forms of the schedulers: milliseconds, and forms that return the signal to end it.</summary>
public static class SchedulerExtensions
{
    /// <summary>Sends a message once.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="millisecondsDelay">The time before it, in milliseconds.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    public static void ScheduleTellOnce(this ITellScheduler scheduler, int millisecondsDelay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable = null) =>
        scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(millisecondsDelay), receiver, message, sender, cancelable);

    /// <summary>Sends a message again and again.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="initialMillisecondsDelay">The time before the first, in milliseconds.</param>
    /// <param name="millisecondsInterval">The time between any two, in milliseconds.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    public static void ScheduleTellRepeatedly(this ITellScheduler scheduler, int initialMillisecondsDelay, int millisecondsInterval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable = null) =>
        scheduler.ScheduleTellRepeatedly(TimeSpan.FromMilliseconds(initialMillisecondsDelay), TimeSpan.FromMilliseconds(millisecondsInterval), receiver, message, sender, cancelable);

    /// <summary>Sends a message once.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="delay">The time before it.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <returns>Ends it.</returns>
    public static ICancelable ScheduleTellOnceCancelable(this IScheduler scheduler, TimeSpan delay, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);
        return cancelable;
    }

    /// <summary>Sends a message once.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="millisecondsDelay">The time before it, in milliseconds.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <returns>Ends it.</returns>
    public static ICancelable ScheduleTellOnceCancelable(this IScheduler scheduler, int millisecondsDelay, ICanTell receiver, object message, IActorRef? sender) =>
        scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(millisecondsDelay), receiver, message, sender);

    /// <summary>Sends a message again and again.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <returns>Ends it.</returns>
    public static ICancelable ScheduleTellRepeatedlyCancelable(this IScheduler scheduler, TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);
        return cancelable;
    }

    /// <summary>Sends a message again and again.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="initialMillisecondsDelay">The time before the first, in milliseconds.</param>
    /// <param name="millisecondsInterval">The time between any two, in milliseconds.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <returns>Ends it.</returns>
    public static ICancelable ScheduleTellRepeatedlyCancelable(this IScheduler scheduler, int initialMillisecondsDelay, int millisecondsInterval, ICanTell receiver, object message, IActorRef? sender) =>
        scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.FromMilliseconds(initialMillisecondsDelay), TimeSpan.FromMilliseconds(millisecondsInterval), receiver, message, sender);

    /// <summary>Runs an action once.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="delay">The time before it.</param>
    /// <param name="action">The action.</param>
    /// <returns>Ends it.</returns>
    public static ICancelable ScheduleOnceCancelable(this IActionScheduler scheduler, TimeSpan delay, Action action)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleOnce(delay, action, cancelable);
        return cancelable;
    }

    /// <summary>Runs an action again and again.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="action">The action.</param>
    /// <returns>Ends it.</returns>
    public static ICancelable ScheduleRepeatedlyCancelable(this IActionScheduler scheduler, TimeSpan initialDelay, TimeSpan interval, Action action)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleRepeatedly(initialDelay, interval, action, cancelable);
        return cancelable;
    }
}
