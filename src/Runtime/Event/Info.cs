namespace Akka.Event;

/// <summary>Something worth knowing.</summary>
public class Info : LogEvent
{
    /// <summary>Creates an event.</summary>
    /// <param name="logSource">Who.</param>
    /// <param name="logClass">The class of who.</param>
    /// <param name="message">What.</param>
    public Info(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    /// <summary>Creates an event.</summary>
    /// <param name="cause">The exception; null when there is none.</param>
    /// <param name="logSource">Who.</param>
    /// <param name="logClass">The class of who.</param>
    /// <param name="message">What.</param>
    public Info(Exception? cause, string logSource, Type logClass, object message) => Fill(cause, logSource, logClass, message);

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}
