using System.Numerics;
using System.Runtime.CompilerServices;

namespace HttpActors;

/// <summary>What times, sizes and counts may be.</summary>
internal static class Ranges
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue);

    /// <summary>A limit in time, with infinite as zero, which is how the actors say "no limit".</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>.</exception>
    public static TimeSpan TimeLimit(TimeSpan time, [CallerMemberName] string name = "") =>
        time == Timeout.InfiniteTimeSpan ? TimeSpan.Zero
        : time >= TimeSpan.Zero && time <= Longest ? time
        : throw new HttpRangeException(
            "ERR_OUT_OF_RANGE", name, $"{name} must be between zero (no limit) and 2^32-1 ms (49.7 days), or infinite; it is {time}.");

    /// <summary>The same where null stands for what a wider setting says.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>.</exception>
    public static TimeSpan? TimeLimit(TimeSpan? time, string name) => time is { } given ? TimeLimit(given, name) : null;

    /// <summary>A time that is no limit: it cannot be infinite.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>.</exception>
    public static TimeSpan Time(TimeSpan time, string name) => time >= TimeSpan.Zero && time <= Longest
        ? time
        : throw new HttpRangeException(
            "ERR_OUT_OF_RANGE", name, $"{name} must be between zero and 2^32-1 ms (49.7 days); it is {time}.");

    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>.</exception>
    public static T AtLeast<T>(T least, T value, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value >= least
            ? value
            : throw new HttpRangeException("ERR_OUT_OF_RANGE", name, $"{name} must be at least {least}; it is {value}.");
}
