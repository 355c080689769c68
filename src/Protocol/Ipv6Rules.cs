namespace HttpActors.Protocol;

/// <summary>IP-literal without its brackets: IPv6address / IPvFuture (RFC 3986 section 3.2.2). Zone identifiers are local and refused.</summary>
internal static class Ipv6Rules
{
    public static bool IsLiteral(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[0] | 0x20) == 'v' ? IsFuture(text[1..]) : IsAddress(text);

    // IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
    private static bool IsFuture(ReadOnlySpan<byte> text)
    {
        var dot = text.IndexOf((byte)'.');
        if (dot < 1 || dot + 1 == text.Length)
        {
            return false;
        }

        foreach (var b in text[..dot])
        {
            if (Grammar.HexValue(b) < 0)
            {
                return false;
            }
        }

        foreach (var b in text[(dot + 1)..])
        {
            if (b != ':' && !Grammar.RegNameBytes.Contains(b))
            {
                return false;
            }
        }

        return true;
    }

    // Eight groups, fewer with one "::", the last two maybe as an IPv4address.
    private static bool IsAddress(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return Groups(text) == 8;
        }

        var before = text[..gap];
        var after = text[(gap + 2)..];
        var left = before.IsEmpty ? 0 : Groups(before, last: false);
        var right = after.IsEmpty ? 0 : Groups(after);
        return left >= 0 && right >= 0 && left + right <= 7;
    }

    // How many 16-bit groups the colon-separated text holds, or -1.
    private static int Groups(ReadOnlySpan<byte> text, bool last = true)
    {
        var count = 0;
        while (true)
        {
            var colon = text.IndexOf((byte)':');
            var group = colon < 0 ? text : text[..colon];
            if (colon < 0 && last && group.Contains((byte)'.'))
            {
                return IsIpv4(group) ? count + 2 : -1;
            }

            if (!IsHexGroup(group))
            {
                return -1;
            }

            count++;
            if (colon < 0)
            {
                return count;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool IsHexGroup(ReadOnlySpan<byte> group)
    {
        foreach (var b in group)
        {
            if (Grammar.HexValue(b) < 0)
            {
                return false;
            }
        }

        return group.Length is >= 1 and <= 4;
    }

    // dec-octet without leading zeros, four times.
    private static bool IsIpv4(ReadOnlySpan<byte> text)
    {
        for (var octet = 0; octet < 4; octet++)
        {
            var dot = octet < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (dot < 1 || dot > 3 || (dot > 1 && text[0] == '0')
                || !Numbers.TryParseDecimal(text[..dot], out var value) || value > 255)
            {
                return false;
            }

            text = octet < 3 ? text[(dot + 1)..] : default;
        }

        return true;
    }
}
