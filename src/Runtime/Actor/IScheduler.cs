namespace Akka.Actor;

/// <summary>The scheduler of a system. It ends with the system.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    /// <summary>The forms that run code of yours.</summary>
    IAdvancedScheduler Advanced { get; }
}
