namespace Akka.Event;

/// <summary>Logging by level. A level that is off costs neither the event nor the text.</summary>
public static partial class LoggingExtensions
{
    /// <summary>Logs a message.</summary>
    /// <param name="log">The log.</param>
    /// <param name="level">The level.</param>
    /// <param name="format">The message.</param>
    public static void Log(this ILoggingAdapter log, LogLevel level, string format) => Write(log, level, null, format);

    /// <summary>Logs a message with places to fill in.</summary>
    /// <param name="log">The log.</param>
    /// <param name="level">The level.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="args">The values.</param>
    public static void Log(this ILoggingAdapter log, LogLevel level, string format, object?[] args) => Write(log, level, null, format, args);

    private static void Write(ILoggingAdapter log, LogLevel level, Exception? cause, string text)
    {
        if (log.IsEnabled(level)) log.Log(level, cause, text);
    }

    private static void Write(ILoggingAdapter log, LogLevel level, Exception? cause, string format, params object?[] args)
    {
        if (log.IsEnabled(level)) log.Log(level, cause, new FormattedMessage(log.Formatter, format, args));
    }
}
