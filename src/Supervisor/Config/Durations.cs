using System.Globalization;

namespace HttpActors.Supervisor.Config;

/// <summary>Times with their unit, so that nobody has to guess between seconds and milliseconds.</summary>
internal static class Durations
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    internal static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        foreach (var (suffix, seconds) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)
                || !double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            {
                continue;
            }

            // Ten thousand days: beyond every limit, and still a time.
            time = TimeSpan.FromSeconds(Math.Min(count * seconds, 864_000_000));
            return true;
        }

        return false;
    }

    /// <summary>As it would be written: the largest unit that makes a whole number.</summary>
    internal static string Format(TimeSpan time)
    {
        var unit = Units.LastOrDefault(unit => time > TimeSpan.Zero && time.TotalMilliseconds % (unit.Seconds * 1000) == 0, Units[0]);
        return time == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds / (unit.Seconds * 1000):0.###}{unit.Suffix}");
    }
}
