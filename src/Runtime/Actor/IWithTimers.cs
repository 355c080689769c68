namespace Akka.Actor;

/// <summary>An actor with timers.</summary>
public interface IWithTimers
{
    /// <summary>The timers; set by the runtime before the actor's constructor runs.</summary>
    ITimerScheduler Timers { get; set; }
}
