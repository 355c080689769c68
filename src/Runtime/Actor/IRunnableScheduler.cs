using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Schedules things to run.</summary>
public interface IRunnableScheduler
{
    /// <summary>Runs something once.</summary>
    /// <param name="delay">The time before it.</param>
    /// <param name="action">What to run.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable);

    /// <summary>Runs something once.</summary>
    /// <param name="delay">The time before it.</param>
    /// <param name="action">What to run.</param>
    void ScheduleOnce(TimeSpan delay, IRunnable action);

    /// <summary>Runs something again and again.</summary>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="action">What to run.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable);

    /// <summary>Runs something again and again.</summary>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="action">What to run.</param>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action);
}
