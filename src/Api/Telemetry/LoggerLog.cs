using System.Collections;
using System.Globalization;
using HttpActors.Actors.Telemetry;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;

namespace HttpActors.Telemetry;

/// <summary>To an <see cref="ILogger"/>, with the event's id and its values by name.</summary>
internal sealed class LoggerLog(ILoggerFactory factory) : HttpLog
{
    private readonly ILogger _logger = factory.CreateLogger("HttpActors.HttpServer");

    public override bool IsEnabled(AkkaLevel level) => _logger.IsEnabled(LevelOf(level));

    public override void Write(ServerEvent entry, Exception? error, params object?[] values)
    {
        if (IsEnabled(entry.Level))
        {
            _logger.Log(
                LevelOf(entry.Level), new EventId(entry.Id, entry.Name), new Entry(entry, values), error, static (state, _) => state.ToString());
        }
    }

    private static LogLevel LevelOf(AkkaLevel level) => level switch
    {
        AkkaLevel.ErrorLevel => LogLevel.Error,
        AkkaLevel.WarningLevel => LogLevel.Warning,
        AkkaLevel.InfoLevel => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    /// <summary>The values by name, and the template last, as structured logs want them.</summary>
    private sealed class Entry(ServerEvent entry, object?[] values) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => entry.Parameters.Count + 1;

        public KeyValuePair<string, object?> this[int index] => index < entry.Parameters.Count
            ? new(entry.Parameters[index], values[index])
            : new("{OriginalFormat}", entry.Template);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => string.Format(CultureInfo.InvariantCulture, entry.Format, values);
    }
}
