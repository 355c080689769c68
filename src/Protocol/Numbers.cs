namespace HttpActors.Protocol;

/// <summary>Digit loops of our own: the base library's accept signs, blanks and more, which is how requests are smuggled.</summary>
internal static class Numbers
{
    // 2^63-1 has 19 digits; leading zeros count, so that a number has no endless spellings.
    private const int MaxDecimalDigits = 19;

    /// <summary>1*DIGIT, at most 19 of them, at most 2^63-1.</summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > MaxDecimalDigits)
        {
            return false;
        }

        // 19 nines fit an unsigned 64-bit number, so overflow can only show as the sign.
        ulong sum = 0;
        foreach (var b in digits)
        {
            if (!Grammar.IsDigit(b))
            {
                return false;
            }

            sum = (sum * 10) + (uint)(b - '0');
        }

        value = (long)sum;
        return value >= 0;
    }

    /// <summary>1*DIGIT in UTF-16, as a user's Content-Length comes.</summary>
    public static bool TryParseDecimal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        Span<byte> bytes = stackalloc byte[MaxDecimalDigits];
        return digits.Length <= MaxDecimalDigits
            && System.Text.Ascii.FromUtf16(digits, bytes, out var written) == System.Buffers.OperationStatus.Done
            && TryParseDecimal(bytes[..written], out value);
    }
}
