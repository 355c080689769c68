using System.Text;

namespace HttpActors.Supervisor.Files;

/// <summary>What the text of a request target can be, before any file is looked at.</summary>
internal enum TargetStatus
{
    /// <summary>Names that may exist below the root.</summary>
    Usable,

    /// <summary>Not a target at all: 400.</summary>
    Malformed,

    /// <summary>A name that could mean something other than a file below the root: 404, as for any name that is not there.</summary>
    Refused,
}

/// <summary>
/// The lexical half of path safety (the other is <see cref="PathResolver"/>): splits at <c>/</c> first and decodes each
/// segment once afterwards, so that an encoded slash can never become a separator, and nothing is decoded twice.
/// What could climb (<c>..</c>), restart (an empty segment, a drive) or end a name early (NUL) is refused, never repaired:
/// a repair is a second reading of the same bytes, and two readings are how such checks are passed.
/// </summary>
/// <param name="Status">Whether the rest means anything.</param>
/// <param name="Segments">The decoded names from the root down.</param>
/// <param name="IsDirectory">The path ended with a slash.</param>
/// <param name="Query">The query with its question mark, or empty.</param>
internal readonly record struct RequestPath(TargetStatus Status, string[] Segments, bool IsDirectory, string Query)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    internal static RequestPath Parse(string target)
    {
        var path = OriginForm.Of(target);
        var mark = path.IndexOf('?');
        var query = mark < 0 ? "" : path[mark..].ToString();
        path = mark < 0 ? path : path[..mark];
        if (mark == 0)
            path = "/";
        return path.IsEmpty || path[0] != '/' ? new(TargetStatus.Malformed, [], false, "") : Split(path[1..], query);
    }

    private static RequestPath Split(ReadOnlySpan<char> path, string query)
    {
        if (path.IsEmpty)
            return new(TargetStatus.Usable, [], true, query);

        var isDirectory = path[^1] == '/';
        if (isDirectory)
            path = path[..^1];
        var segments = path.ToString().Split('/');
        var status = TargetStatus.Usable;
        for (var i = 0; i < segments.Length; i++)
        {
            if (Decode(segments[i]) is not { } name)
                return new(TargetStatus.Malformed, [], false, "");
            if (!IsPlainName(name))
                status = TargetStatus.Refused;
            segments[i] = name;
        }

        return status == TargetStatus.Usable ? new(status, segments, isDirectory, query) : new(status, [], false, "");
    }

    private static string? Decode(string segment)
    {
        if (!segment.Contains('%') && !segment.AsSpan().ContainsAnyExceptInRange('\u0001', '\u007f'))
            return segment;

        // Octets above 0x7F reach us as Latin-1; browsers send UTF-8 unencoded in rare cases, so both spellings are read as UTF-8.
        var octets = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            int value = segment[i];
            if (value == '%')
            {
                if (i + 2 >= segment.Length || !TryHex(segment[i + 1], segment[i + 2], out value))
                    return null;
                i += 2;
            }

            if (value is 0 or > 0xff)
                return null;
            octets[length++] = (byte)value;
        }

        try
        {
            return StrictUtf8.GetString(octets, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryHex(char high, char low, out int value)
    {
        value = (HexDigit(high) << 4) | HexDigit(low);
        return char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low);
    }

    private static int HexDigit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool IsPlainName(string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAny('/', '\\'))
            return false;
        return !OperatingSystem.IsWindows() || WindowsNames.IsPlain(name);
    }
}
