namespace Akka.Event;

/// <summary>The part of a logging adapter that is always the same.</summary>
public abstract class LoggingAdapterBase : ILoggingAdapter
{
    /// <summary>Creates an adapter.</summary>
    /// <param name="logMessageFormatter">What fills the places of messages.</param>
    /// <exception cref="ArgumentNullException"><paramref name="logMessageFormatter"/> is null.</exception>
    protected LoggingAdapterBase(ILogMessageFormatter logMessageFormatter)
    {
        ArgumentNullException.ThrowIfNull(logMessageFormatter);
        Formatter = logMessageFormatter;
    }

    /// <inheritdoc/>
    public ILogMessageFormatter Formatter { get; }

    /// <inheritdoc/>
    public abstract bool IsDebugEnabled { get; }

    /// <inheritdoc/>
    public abstract bool IsInfoEnabled { get; }

    /// <inheritdoc/>
    public abstract bool IsWarningEnabled { get; }

    /// <inheritdoc/>
    public abstract bool IsErrorEnabled { get; }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">There is no such level.</exception>
    public bool IsEnabled(LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => IsDebugEnabled,
        LogLevel.InfoLevel => IsInfoEnabled,
        LogLevel.WarningLevel => IsWarningEnabled,
        LogLevel.ErrorLevel => IsErrorEnabled,
        _ => throw new NotSupportedException($"Unknown LogLevel {logLevel}"),
    };

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, LogMessage message) => NotifyLog(logLevel, message, cause);

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, string format) => NotifyLog(logLevel, format, cause);

    /// <summary>Publishes an event.</summary>
    /// <param name="logLevel">The level.</param>
    /// <param name="message">A string or a <see cref="LogMessage"/>.</param>
    /// <param name="cause">The exception; null when there is none.</param>
    protected abstract void NotifyLog(LogLevel logLevel, object message, Exception? cause = null);
}
