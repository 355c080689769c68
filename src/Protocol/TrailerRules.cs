using System.Text;

namespace HttpActors.Protocol;

/// <summary>
/// Fields that must not come as trailers: those that frame, route, authenticate, modify the request or describe the
/// content (RFC 9110 section 6.5.1). A sender is refused; from a peer they are left out, so nobody can merge them.
/// </summary>
public static class TrailerRules
{
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "Age", "Authorization", "Cache-Control", "Connection", "Cookie", "Date", "Expect", "Expires", "Forwarded", "Host",
        "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Keep-Alive", "Location",
        "Max-Forwards", "Origin", "Pragma", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Range",
        "Referer", "Retry-After", "Set-Cookie", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Vary", "Via", "Warning",
        "WWW-Authenticate", "X-Real-IP",
    };

    internal static bool IsForbidden(string name) =>
        name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || Forbidden.Contains(name);

    /// <summary>Throws where a field of this name must not be sent as a trailer.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <exception cref="LocalProtocolException"><c>ERR_HTTP_TRAILER_INVALID</c>.</exception>
    public static void CheckMaySend(string name)
    {
        if (IsForbidden(name))
        {
            throw new LocalProtocolException(
                "ERR_HTTP_TRAILER_INVALID", $"{name} must not be sent as a trailer (RFC 9110 section 6.5.1).");
        }
    }

    /// <summary>The allowed lines of a validated section that ends with its empty line.</summary>
    internal static FieldSection Filter(byte[] section)
    {
        var kept = 0;
        var count = 0;
        for (var at = 0; at < section.Length - 2;)
        {
            var line = section.AsSpan(at, section.AsSpan(at).IndexOf((byte)'\n') + 1);
            var name = line[..line.IndexOf((byte)':')];
            at += line.Length;
            if (!IsForbidden(KnownFields.InternName(name)))
            {
                line.CopyTo(section.AsSpan(kept));
                kept += line.Length;
                count++;
            }
        }

        return count == 0 ? default : new FieldSection(section, 0, kept, count);
    }
}
