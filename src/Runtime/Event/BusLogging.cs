namespace Akka.Event;

/// <summary>Publishes log events on a bus. The levels are those of the bus when the adapter was made.</summary>
public sealed class BusLogging : LoggingAdapterBase
{
    /// <summary>Creates an adapter.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="logSource">Who logs.</param>
    /// <param name="logClass">The class of who logs.</param>
    /// <param name="logMessageFormatter">What fills the places of messages.</param>
    public BusLogging(LoggingBus bus, string logSource, Type logClass, ILogMessageFormatter logMessageFormatter)
        : base(logMessageFormatter)
    {
        Bus = bus;
        LogSource = logSource;
        LogClass = logClass;
        IsDebugEnabled = bus.LogLevel <= LogLevel.DebugLevel;
        IsInfoEnabled = bus.LogLevel <= LogLevel.InfoLevel;
        IsWarningEnabled = bus.LogLevel <= LogLevel.WarningLevel;
        IsErrorEnabled = bus.LogLevel <= LogLevel.ErrorLevel;
    }

    /// <summary>The bus.</summary>
    public LoggingBus Bus { get; }

    /// <summary>Who logs.</summary>
    public string LogSource { get; }

    /// <summary>The class of who logs.</summary>
    public Type LogClass { get; }

    /// <inheritdoc/>
    public override bool IsDebugEnabled { get; }

    /// <inheritdoc/>
    public override bool IsInfoEnabled { get; }

    /// <inheritdoc/>
    public override bool IsWarningEnabled { get; }

    /// <inheritdoc/>
    public override bool IsErrorEnabled { get; }

    /// <inheritdoc/>
    protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause = null) => Bus.Publish(logLevel switch
    {
        LogLevel.DebugLevel => new Debug(cause, LogSource, LogClass, message),
        LogLevel.InfoLevel => new Info(cause, LogSource, LogClass, message),
        LogLevel.WarningLevel => new Warning(cause, LogSource, LogClass, message),
        LogLevel.ErrorLevel => (LogEvent)new Error(cause, LogSource, LogClass, message),
        _ => throw new ArgumentOutOfRangeException(nameof(logLevel), logLevel, null),
    });
}
