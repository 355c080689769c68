namespace Akka.Actor;

/// <summary>Schedules messages.</summary>
public interface ITellScheduler
{
    /// <summary>Sends a message once.</summary>
    /// <param name="delay">The time before it.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender);

    /// <summary>Sends a message once.</summary>
    /// <param name="delay">The time before it.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable);

    /// <summary>Sends a message again and again.</summary>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender);

    /// <summary>Sends a message again and again.</summary>
    /// <param name="initialDelay">The time before the first.</param>
    /// <param name="interval">The time between any two.</param>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="cancelable">Ends it; null for never.</param>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable);
}
