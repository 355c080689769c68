using System.Globalization;
using Akka.Event;

namespace HttpActors.Actors.Telemetry;

/// <summary>Where a server's or an agent's events go. Any thread.</summary>
internal abstract class HttpLog
{
    /// <summary>Drops everything.</summary>
    public static HttpLog None { get; } = new AkkaLog(NoLogger.Instance);

    public abstract bool IsEnabled(LogLevel level);

    /// <param name="entry">What happened.</param>
    /// <param name="error">The exception; null where there is none.</param>
    /// <param name="values">What fills the holes of the template, in order.</param>
    public abstract void Write(ServerEvent entry, Exception? error, params object?[] values);
}

/// <summary>To the log of the actor system, where an application on Akka looks for it.</summary>
internal sealed class AkkaLog(ILoggingAdapter adapter) : HttpLog
{
    public override bool IsEnabled(LogLevel level) => adapter.IsEnabled(level);

    public override void Write(ServerEvent entry, Exception? error, params object?[] values)
    {
        if (adapter.IsEnabled(entry.Level))
        {
            adapter.Log(entry.Level, error, string.Format(CultureInfo.InvariantCulture, entry.Format, values));
        }
    }
}
