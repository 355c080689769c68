using Microsoft.Extensions.Logging;

namespace HttpActors.Supervisor.Hosting;

/// <summary>What the library logs, in the supervisor's words and levels.</summary>
/// <param name="log">Where it goes.</param>
/// <param name="about">What logs.</param>
/// <param name="tellsFailures">False: of a handler that failed the service itself tells, with its name; here it is a detail.</param>
internal sealed class LogBridge(SupervisorLog log, string about, bool tellsFailures = true) : ILoggerFactory, ILogger
{
    /// <summary>Its number in docs/telemetry.md, which never changes.</summary>
    private const int HandlerFailed = 1;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => Map(logLevel) >= log.Level;

    public void Log<TState>(
        Microsoft.Extensions.Logging.LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var level = eventId.Id == HandlerFailed && !tellsFailures ? LogLevel.Debug : Map(logLevel);
        if (level >= log.Level)
            log.Write(level, about, $"{formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");
    }

    private static LogLevel Map(Microsoft.Extensions.Logging.LogLevel level) => level switch
    {
        <= Microsoft.Extensions.Logging.LogLevel.Debug => LogLevel.Debug,
        Microsoft.Extensions.Logging.LogLevel.Information => LogLevel.Info,
        Microsoft.Extensions.Logging.LogLevel.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
