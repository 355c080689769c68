using System.Diagnostics;

namespace HttpActors.Actors.Loops.Balancing;

/// <summary>How much of the machine's cores nobody uses, from <c>/proc/stat</c>, where a look can be compared with one not long before.</summary>
internal sealed class IdleCores
{
    private const string File = "/proc/stat";
    private const double TicksPerSecond = 100;

    // The first line is of all cores: "cpu", then user, nice, system, idle and more, in ticks.
    private const int IdleField = 4;
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(1);
    private long _readAt;
    private long _ticks = -1;

    /// <summary>
    /// How many cores' worth was idle since the last call. Null: it was called for the first time in a while, and will know
    /// the next time. Where the system does not say, as many as anybody could want.
    /// </summary>
    public double? Read()
    {
        if (ReadTicks() is not { } ticks)
        {
            return double.PositiveInfinity;
        }

        var (elapsed, before) = (Stopwatch.GetElapsedTime(_readAt), _ticks);
        (_readAt, _ticks) = (Stopwatch.GetTimestamp(), ticks);
        return before < 0 || elapsed > Recent ? null : (ticks - before) / TicksPerSecond / elapsed.TotalSeconds;
    }

    private static long? ReadTicks()
    {
        try
        {
            using var lines = new StreamReader(File);
            var fields = lines.ReadLine()?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields?.Length > IdleField && long.TryParse(fields[IdleField], out var ticks) ? ticks : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
