using System.Buffers.Binary;

namespace HttpActors.Protocol;

/// <summary>What the Connection field says (RFC 9110 section 7.6.1, RFC 9112 section 9.3).</summary>
internal static class ConnectionRules
{
    /// <summary><c>close</c> wins; HTTP/1.1 persists by default, HTTP/1.0 only with <c>keep-alive</c>.</summary>
    public static bool Persists(bool isHttp10, FieldFlags flags) =>
        (flags & FieldFlags.ConnectionClose) == 0 && (!isHttp10 || (flags & FieldFlags.ConnectionKeepAlive) != 0);

    /// <summary>Options of one Connection field line; those unknown to us are somebody else's.</summary>
    public static FieldFlags Parse(ReadOnlySpan<byte> value)
    {
        if (value.Length == 10 && IsKeepAlive(value))
        {
            return FieldFlags.ConnectionKeepAlive;
        }

        var flags = FieldFlags.None;
        while (true)
        {
            var comma = value.IndexOf((byte)',');
            flags |= Option(Grammar.TrimOws(comma < 0 ? value : value[..comma]));
            if (comma < 0)
            {
                return flags;
            }

            value = value[(comma + 1)..];
        }
    }

    // "keep-ali" and "ve"; or-ing 0x20 folds letters, and turns into "-" nothing but "-" and CR, which no value holds.
    private static bool IsKeepAlive(ReadOnlySpan<byte> value) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(value) | 0x2020202020202020) == 0x696C612D7065656B
        && (BinaryPrimitives.ReadUInt16LittleEndian(value[8..]) | 0x2020) == 0x6576;

    private static FieldFlags Option(ReadOnlySpan<byte> option) => option.Length switch
    {
        5 when Grammar.EqualsIgnoreCase(option, "close"u8) => FieldFlags.ConnectionClose,
        7 when Grammar.EqualsIgnoreCase(option, "upgrade"u8) => FieldFlags.ConnectionUpgrade,
        10 when IsKeepAlive(option) => FieldFlags.ConnectionKeepAlive,
        _ => FieldFlags.None,
    };
}
