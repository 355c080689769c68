namespace Akka.Actor;

/// <summary>A scheduler's clock.</summary>
public interface ITimeProvider
{
    /// <summary>The time of day, in UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Time that never goes back.</summary>
    TimeSpan MonotonicClock { get; }

    /// <summary>Time that never goes back, as fine as the machine has it.</summary>
    TimeSpan HighResMonotonicClock { get; }
}
