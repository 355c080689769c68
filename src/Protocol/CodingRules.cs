namespace HttpActors.Protocol;

/// <summary>Transfer-Encoding = #transfer-coding (RFC 9112 section 6.1): chunked, once and last, or nothing.</summary>
internal static class CodingRules
{
    public static FieldFlags Parse(ReadOnlySpan<byte> value)
    {
        if (IsChunked(value))
        {
            return FieldFlags.None;
        }

        var last = value.LastIndexOf((byte)',');
        if (last < 0 || !IsChunked(Grammar.TrimOws(value[(last + 1)..])))
        {
            return FieldFlags.CodingNotChunked;
        }

        // Ends well; whatever stands before chunked is either chunked again, malformed, or a coding we do not know.
        for (var rest = value[..last]; ; rest = rest[..last])
        {
            last = rest.LastIndexOf((byte)',');
            var coding = Grammar.TrimOws(rest[(last + 1)..]);
            if (coding.IsEmpty || IsChunked(coding))
            {
                return FieldFlags.CodingNotChunked;
            }

            if (last < 0)
            {
                return FieldFlags.CodingUnknown;
            }
        }
    }

    private static bool IsChunked(ReadOnlySpan<byte> coding) => Grammar.EqualsIgnoreCase(coding, "chunked"u8);
}
