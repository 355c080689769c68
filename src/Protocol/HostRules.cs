namespace HttpActors.Protocol;

/// <summary>uri-host [ ":" port ] (RFC 3986 section 3.2, RFC 9110 section 7.2).</summary>
internal static class HostRules
{
    /// <summary>
    /// A Host value. Empty is what a client sends for a target without authority (RFC 9112 section 3.2); an empty host
    /// before a port is refused (RFC 9110 section 4.2.1).
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> value) => value.IsEmpty || IsAuthority(value, portRequired: false);

    /// <summary>The same for a value within a head, most of which are a plain name or address and a port.</summary>
    public static bool IsValid(ReadOnlySpan<byte> head, int start, int end)
    {
        var stop = ByteScan.EndOfRegName(head, start);
        if (stop >= end)
        {
            return true;
        }

        return stop > start && head[stop] == ':'
            ? IsPort(head[(stop + 1)..end], required: false)
            : IsValid(head[start..end]);
    }

    /// <summary>A non-empty host, with or without a port.</summary>
    public static bool IsAuthority(ReadOnlySpan<byte> value, bool portRequired)
    {
        var end = HostLength(value);
        if (end <= 0)
        {
            return false;
        }

        if (end == value.Length)
        {
            return !portRequired;
        }

        return value[end] == ':' && IsPort(value[(end + 1)..], portRequired);
    }

    // IPv4address is a reg-name by its characters; the grammar's "first match wins" changes nothing for validity.
    private static int HostLength(ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && value[0] == '[')
        {
            var close = value.IndexOf((byte)']');
            return close > 0 && Ipv6Rules.IsLiteral(value[1..close]) ? close + 1 : -1;
        }

        var at = 0;
        while (true)
        {
            var stop = value[at..].IndexOfAnyExcept(Grammar.RegNameBytes);
            if (stop < 0)
            {
                return value.Length;
            }

            at += stop;
            if (value[at] != '%')
            {
                return at;
            }

            // pct-encoded = "%" HEXDIG HEXDIG
            if (value.Length < at + 3 || Grammar.HexValue(value[at + 1]) < 0 || Grammar.HexValue(value[at + 2]) < 0)
            {
                return -1;
            }

            at += 3;
        }
    }

    // port = *DIGIT; the empty port means the default one. Five digits hold all ports there are; nothing listens on port
    // 0, so it cannot be the target of a tunnel (RFC 9110 section 9.3.6).
    private static bool IsPort(ReadOnlySpan<byte> port, bool required) =>
        port.IsEmpty
            ? !required
            : port.Length <= 5 && Numbers.TryParseDecimal(port, out var number) && number <= ushort.MaxValue
                && (number > 0 || !required);
}
