using System.Globalization;

namespace HttpActors.Supervisor.Hosting;

internal enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <param name="Time">When it was said.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="About">The service, the listener, or the supervisor itself.</param>
/// <param name="Text">One line.</param>
internal sealed record LogLine(DateTimeOffset Time, LogLevel Level, string About, string Text)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Level.ToString().ToLowerInvariant(),-7} {About}: {Text}");
}

/// <summary>What the supervisor says to people: a line each, and the last warnings and errors kept for those who come later.</summary>
internal sealed class SupervisorLog(TextWriter output, TimeProvider clock)
{
    private const int Kept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _recent = new();

    internal LogLevel Level { get; set; } = LogLevel.Info;

    /// <summary>False while a screen is drawn where the lines would go.</summary>
    internal bool IsPrinting { get; set; } = true;

    /// <summary>Warnings and errors, oldest first.</summary>
    internal IReadOnlyList<LogLine> Recent
    {
        get
        {
            lock (_gate)
                return [.. _recent];
        }
    }

    internal static LogLevel Parse(string level) => Enum.Parse<LogLevel>(level, ignoreCase: true);

    internal void Debug(string about, string text) => Write(LogLevel.Debug, about, text);

    internal void Info(string about, string text) => Write(LogLevel.Info, about, text);

    internal void Warning(string about, string text) => Write(LogLevel.Warning, about, text);

    internal void Error(string about, string text) => Write(LogLevel.Error, about, text);

    internal void Write(LogLevel level, string about, string text)
    {
        if (level < Level)
            return;
        var line = new LogLine(clock.GetUtcNow(), level, about, text.ReplaceLineEndings(" "));
        lock (_gate)
        {
            if (level >= LogLevel.Warning)
            {
                _recent.Enqueue(line);
                if (_recent.Count > Kept)
                    _recent.Dequeue();
            }

            if (IsPrinting)
                Print(line);
        }
    }

    private void Print(LogLine line)
    {
        try
        {
            output.WriteLine(line.ToString());
        }
        catch (IOException)
        {
            // A terminal that was closed, a full disk: whatever goes wrong here must not end what is served.
        }
    }
}
