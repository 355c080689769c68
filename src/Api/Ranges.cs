namespace HttpActors;

/// <summary>What a time limit may be.</summary>
internal static class Times
{
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>.</exception>
    public static void Check(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero || time > TimeSpan.FromDays(49))
        {
            throw new HttpRangeException("ERR_OUT_OF_RANGE", name, $"{name} must be between zero (no limit) and 49 days.");
        }
    }
}
