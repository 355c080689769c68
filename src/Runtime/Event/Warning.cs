namespace Akka.Event;

/// <summary>Something might be wrong.</summary>
public class Warning : LogEvent
{
    /// <summary>Creates an event.</summary>
    /// <param name="logSource">Who.</param>
    /// <param name="logClass">The class of who.</param>
    /// <param name="message">What.</param>
    public Warning(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    /// <summary>Creates an event.</summary>
    /// <param name="cause">The exception; null when there is none.</param>
    /// <param name="logSource">Who.</param>
    /// <param name="logClass">The class of who.</param>
    /// <param name="message">What.</param>
    public Warning(Exception? cause, string logSource, Type logClass, object message) => Fill(cause, logSource, logClass, message);

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}
