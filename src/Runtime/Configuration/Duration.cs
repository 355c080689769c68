using System.Globalization;

namespace Akka.Configuration;

/// <summary>Time spans as configurations write them.</summary>
internal static class Duration
{
    public static bool TryRead(string text, bool allowInfinite, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        text = text.Trim();
        if (text is "infinite") return allowInfinite;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' or '+')) end++;
        if (!double.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number < 0) return false;
        if (Unit(text[end..].Trim()) is not { } unit) return false;
        value = TimeSpan.FromTicks((long)(number * unit));
        return true;
    }

    private static double? Unit(string name) => name switch
    {
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "" or "ms" or "millisecond" or "milliseconds" or "milli" or "millis" => TimeSpan.TicksPerMillisecond,
        "us" or "microsecond" or "microseconds" or "micro" or "micros" => TimeSpan.TicksPerMicrosecond,
        "ns" or "nanosecond" or "nanoseconds" or "nano" or "nanos" => TimeSpan.TicksPerMicrosecond / 1000.0,
        _ => null,
    };
}
