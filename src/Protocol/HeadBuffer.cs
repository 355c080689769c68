using System.Text;

namespace HttpActors.Protocol;

/// <summary>
/// Writes a head into a span that is large enough. Nothing counts before the caller advances the output, so an
/// exception leaves no half a head behind. The last guard against response splitting: no CR, LF or NUL gets through.
/// </summary>
internal ref struct HeadBuffer(Span<byte> span)
{
    private readonly Span<byte> _span = span;

    public int Length { get; private set; }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_span[Length..]);
        Length += bytes.Length;
    }

    public void Number(long value)
    {
        if (value is >= 10 and <= 99)
        {
            // Small bodies and time-outs: two digits need no formatter.
            _span[Length + 1] = (byte)('0' + (value % 10));
            _span[Length] = (byte)('0' + (value / 10));
            Length += 2;
            return;
        }

        value.TryFormat(_span[Length..], out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    public void Field(in HeaderField field)
    {
        if (!Grammar.IsToken(field.Name))
        {
            throw new LocalProtocolException("ERR_INVALID_HTTP_TOKEN", "A field name must be a token (RFC 9110 section 5.1).");
        }

        Latin1(field.Name);
        Raw(": "u8);
        Value(field.Value, field.Name);
        Raw("\r\n"u8);
    }

    public void Value(string value, string what)
    {
        if (value is null || !Grammar.IsFieldValue(value))
        {
            throw new LocalProtocolException("ERR_INVALID_CHAR", $"Invalid character in the value of {what} (RFC 9110 section 5.5).");
        }

        Latin1(value);
    }

    public void Latin1(string text) => Length += Encoding.Latin1.GetBytes(text, _span[Length..]);

    /// <summary>Bytes the fields take at most; names and values are one byte a character.</summary>
    public static int Measure(ReadOnlySpan<HeaderField> fields)
    {
        var size = 0;
        foreach (ref readonly var field in fields)
        {
            size += (field.Name?.Length ?? 0) + (field.Value?.Length ?? 0) + ": \r\n".Length;
        }

        return size;
    }
}
