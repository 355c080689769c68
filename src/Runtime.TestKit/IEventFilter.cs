using Akka.Event;

namespace Akka.TestKit;

/// <summary>Picks log events.</summary>
public interface IEventFilter
{
    /// <summary>Whether an event is picked.</summary>
    /// <param name="logEvent">The event.</param>
    bool Apply(LogEvent logEvent);
}
