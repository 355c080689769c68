namespace Akka.Actor;

/// <summary>Schedules actions. They run on the scheduler's thread and must be short.</summary>
public interface IActionScheduler : IRunnableScheduler
{
    /// <summary>Runs an action once.</summary>
    /// <param name="delay">The time before it.</param>
    /// <param name="action">The action.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable);

    /// <summary>Runs an action once.</summary>
    /// <param name="delay">The time before it.</param>
    /// <param name="action">The action.</param>
    void ScheduleOnce(TimeSpan delay, Action action);

    /// <summary>Runs an action again and again.</summary>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="action">The action; when it throws it is not run again.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable);

    /// <summary>Runs an action again and again.</summary>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="action">The action; when it throws it is not run again.</param>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action);
}
