using System.Globalization;

namespace HttpActors.Supervisor.Files;

/// <summary>Dates as RFC 9110 section 5.6.7 writes them: one format to send, three to accept.</summary>
internal static class HttpDate
{
    private static readonly string[] Accepted =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    internal static string Format(DateTimeOffset date) => date.ToString("r", CultureInfo.InvariantCulture);

    internal static bool TryParse(string text, out DateTimeOffset date) => DateTimeOffset.TryParseExact(
        text,
        Accepted,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite | DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite,
        out date);

    /// <summary>The resolution of every date in HTTP.</summary>
    internal static DateTimeOffset ToSeconds(DateTimeOffset date) =>
        new(date.UtcTicks - (date.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
