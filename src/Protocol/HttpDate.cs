using System.Globalization;

namespace HttpActors.Protocol;

/// <summary>HTTP-date (RFC 9110 section 5.6.7): one form is written, three are read.</summary>
public static class HttpDate
{
    /// <summary>Bytes of an IMF-fixdate, e.g. <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    public const int Length = 29;

    // rfc850-date and asctime-date are obsolete but must be understood; asctime pads the day with a blank.
    private static readonly string[] Formats =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM dd HH:mm:ss yyyy",
        "ddd MMM  d HH:mm:ss yyyy",
    ];

    /// <summary>Writes an IMF-fixdate.</summary>
    /// <param name="date">Any offset; written as GMT, fractions of a second dropped.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Format(DateTimeOffset date, Span<byte> destination)
    {
        if (!date.TryFormat(destination, out _, "R", CultureInfo.InvariantCulture))
        {
            throw new ArgumentException($"An HTTP-date takes {Length} bytes.", nameof(destination));
        }
    }

    /// <summary>The IMF-fixdate of <paramref name="date"/>.</summary>
    /// <param name="date">Any offset; written as GMT, fractions of a second dropped.</param>
    public static string Format(DateTimeOffset date) => date.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads any of the three forms; two-digit years mean 1950 to 2049.</summary>
    /// <param name="text">The field value, without surrounding whitespace.</param>
    /// <param name="date">The date, in UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out date);

    /// <summary>Reads any of the three forms; a two-digit year more than 50 years ahead is taken as past, as RFC 9110 demands.</summary>
    /// <param name="text">The field value, without surrounding whitespace.</param>
    /// <param name="now">The current time.</param>
    /// <param name="date">The date, in UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        if (!TryParse(text, out date))
        {
            return false;
        }

        if (!text.Contains('-'))
        {
            return true;
        }

        // The weekday was checked against the year first assumed; centuries that differ would make it lie, so it is not checked again.
        var century = (now.Year / 100 * 100) + (date.Year % 100);
        var year = century > now.Year + 50 ? century - 100 : century;
        date = date.AddYears(year - date.Year);
        return true;
    }
}
