namespace Akka.Event;

/// <summary>Where an actor logs to.</summary>
public interface ILoggingAdapter
{
    /// <summary>What fills the places of messages.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>Whether debug events are published.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether info events are published.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether warnings are published.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether errors are published.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether events of a level are published.</summary>
    /// <param name="logLevel">The level.</param>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Publishes an event, whatever its level; see <see cref="IsEnabled"/>.</summary>
    /// <param name="logLevel">The level.</param>
    /// <param name="cause">The exception; null when there is none.</param>
    /// <param name="message">The message.</param>
    void Log(LogLevel logLevel, Exception? cause, LogMessage message);

    /// <summary>Publishes an event, whatever its level; see <see cref="IsEnabled"/>.</summary>
    /// <param name="logLevel">The level.</param>
    /// <param name="cause">The exception; null when there is none.</param>
    /// <param name="format">The message.</param>
    void Log(LogLevel logLevel, Exception? cause, string format);
}
