using Akka.Actor;

namespace Akka.Event;

/// <summary>A line of the log, as published on the event stream.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    /// <summary>Creates an event, at this time and on this thread.</summary>
    protected LogEvent()
    {
        Timestamp = TimeProvider.System.GetUtcNow().UtcDateTime;
        Thread = Thread.CurrentThread;
        LogSource = string.Empty;
        LogClass = typeof(LogEvent);
        Message = string.Empty;
    }

    /// <summary>The exception; null when there is none.</summary>
    public Exception? Cause { get; protected set; }

    /// <summary>When, in UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>On which thread.</summary>
    public Thread Thread { get; }

    /// <summary>Who: mostly an actor's path.</summary>
    public string LogSource { get; protected set; }

    /// <summary>The class of who.</summary>
    public Type LogClass { get; protected set; }

    /// <summary>What: a string, a <see cref="LogMessage"/>, or anything else with a text.</summary>
    public object Message { get; protected set; }

    /// <summary>How much it matters.</summary>
    public abstract LogLevel LogLevel();

    /// <inheritdoc/>
    public override string ToString()
    {
        var name = LogLevel().ToString().Replace("Level", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        var line = $"[{name}][{Timestamp:MM/dd/yyyy HH:mm:ss.fffK}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}";
        return Cause is null ? line : $"{line}{Environment.NewLine}Cause: {Cause}";
    }

    private protected void Fill(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }
}
