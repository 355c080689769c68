namespace HttpActors.Protocol;

/// <summary>A whole response head from one contiguous span, without allocating; the client's <see cref="RequestHeadParser"/>.</summary>
internal static class ResponseHeadParser
{
    // "HTTP/1.1 200" and the line end, or SP and the reason phrase.
    private const int FixedLength = 12;

    public static bool TryParse(ReadOnlySpan<byte> input, Http1Limits limits, out ResponseHeadLayout layout)
    {
        layout = default;
        if (input.Length > limits.MaxHeaderSize)
        {
            input = input[..limits.MaxHeaderSize];
        }

        if (!TryParseLine(input, ref layout) || layout.FieldsStart > limits.MaxRequestLineSize)
        {
            return false;
        }

        var maxCount = limits.MaxHeadersCount == 0 ? int.MaxValue : limits.MaxHeadersCount;
        layout.Length = FieldsParser.Parse(input, layout.FieldsStart, maxCount, ref layout.Facts);
        return layout.Length > 0;
    }

    // status-line = HTTP-version SP status-code SP [ reason-phrase ] CRLF; the second SP is often missing and does no harm.
    private static bool TryParseLine(ReadOnlySpan<byte> input, ref ResponseHeadLayout layout)
    {
        if (input.Length < FixedLength + 2 || !input.StartsWith("HTTP/"u8) || input[6] != '.' || input[8] != ' '
            || input[5] is not ((byte)'0' or (byte)'1') || !Grammar.IsDigit(input[7]))
        {
            return false;
        }

        if (input[9] is < (byte)'1' or > (byte)'9' || !Grammar.IsDigit(input[10]) || !Grammar.IsDigit(input[11]))
        {
            return false;
        }

        layout.VersionMajor = (byte)(input[5] - '0');
        layout.VersionMinor = (byte)(input[7] - '0');
        layout.StatusCode = (short)(((input[9] - '0') * 100) + ((input[10] - '0') * 10) + input[11] - '0');
        return TryParseReason(input, ref layout);
    }

    private static bool TryParseReason(ReadOnlySpan<byte> input, ref ResponseHeadLayout layout)
    {
        layout.ReasonStart = input[FixedLength] == ' ' ? FixedLength + 1 : FixedLength;
        var rest = input[layout.ReasonStart..];
        layout.ReasonLength = rest.IndexOfAnyExcept(Grammar.FieldValueBytes);
        layout.FieldsStart = layout.ReasonStart + layout.ReasonLength + 2;
        return layout.ReasonLength >= 0
            && (layout.ReasonStart > FixedLength || layout.ReasonLength == 0)
            && rest.Length > layout.ReasonLength + 1
            && rest[layout.ReasonLength] == '\r'
            && rest[layout.ReasonLength + 1] == '\n';
    }
}
