using Akka.Actor;

namespace Akka.Event;

/// <summary>Makes loggers, and names levels.</summary>
public static class Logging
{
    private const LogLevel Off = (LogLevel)int.MaxValue;

    /// <summary>A logger for an actor.</summary>
    /// <param name="context">The actor's context.</param>
    /// <param name="logMessageFormatter">What fills the places of messages; null for <see cref="DefaultLogMessageFormatter"/>.</param>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        GetLogger(context.System, context, logMessageFormatter);

    /// <summary>A logger.</summary>
    /// <param name="system">The system.</param>
    /// <param name="logSourceObj">Who logs; see <see cref="LogSource.Create(object, ActorSystem)"/>.</param>
    /// <param name="logMessageFormatter">What fills the places of messages; null for <see cref="DefaultLogMessageFormatter"/>.</param>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        On(system.EventStream, LogSource.Create(logSourceObj, system), logMessageFormatter);

    /// <summary>A logger.</summary>
    /// <param name="loggingBus">The bus.</param>
    /// <param name="logSourceObj">Who logs; see <see cref="LogSource.Create(object)"/>.</param>
    /// <param name="logMessageFormatter">What fills the places of messages; null for <see cref="DefaultLogMessageFormatter"/>.</param>
    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        On(loggingBus, LogSource.Create(logSourceObj), logMessageFormatter);

    /// <summary>The class of the events of a level.</summary>
    /// <param name="logLevel">The level.</param>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        LogLevel.ErrorLevel => typeof(Error),
        _ => throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
    };

    /// <summary>The name of a level in a configuration.</summary>
    /// <param name="logLevel">The level.</param>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public static string StringFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => "DEBUG",
        LogLevel.InfoLevel => "INFO",
        LogLevel.WarningLevel => "WARNING",
        LogLevel.ErrorLevel => "ERROR",
        Off => "OFF",
        _ => throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
    };

    /// <summary>The level of a name in a configuration; <c>OFF</c> is above all levels.</summary>
    /// <param name="logLevel">The name; case does not matter.</param>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public static LogLevel LogLevelFor(string logLevel) => logLevel.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => Off,
        _ => throw new ArgumentException($"Unknown LogLevel: \"{logLevel}\". Valid values are: \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\"", nameof(logLevel)),
    };

    private static BusLogging On(LoggingBus bus, LogSource source, ILogMessageFormatter? formatter) =>
        new(bus, source.Source, source.Type, formatter ?? DefaultLogMessageFormatter.Instance);
}
