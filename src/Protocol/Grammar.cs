using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>Character classes, beside the productions they come from (RFC 9110 section 5.6, RFC 9112 section 3.2).</summary>
public static class Grammar
{
    private const string Alpha = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digit = "0123456789";

    // tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
    private const string TokenText = Alpha + Digit + "!#$%&'*+-.^_`|~";

    // unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"; sub-delims = "!" / "$" / "&" / "'" / "(" / ")" / "*" / "+" / "," / ";" / "="
    private const string RegNameText = Alpha + Digit + "-._~" + "!$&'()*+,;=";

    // field-vchar = VCHAR / obs-text, with SP and HTAB between: all octets but the controls.
    private static readonly string FieldValueText = "\t" + Range(0x20, 0x7E) + Range(0x80, 0xFF);

    // VCHAR without "#": a fragment never goes on the wire. Which of the others a URI may hold is left to its user.
    private static readonly string TargetText = Range(0x21, '#' - 1) + Range('#' + 1, 0x7E);

    internal static readonly SearchValues<byte> TokenBytes = SearchValues.Create(Latin1(TokenText));
    internal static readonly SearchValues<char> TokenChars = SearchValues.Create(TokenText);

    internal static readonly SearchValues<byte> FieldValueBytes = SearchValues.Create(Latin1(FieldValueText));
    internal static readonly SearchValues<char> FieldValueChars = SearchValues.Create(FieldValueText);

    internal static readonly SearchValues<byte> TargetBytes = SearchValues.Create(Latin1(TargetText));

    internal static readonly SearchValues<byte> RegNameBytes = SearchValues.Create(Latin1(RegNameText));

    /// <summary>token = 1*tchar (RFC 9110 section 5.6.2): methods and field names.</summary>
    /// <param name="text">The candidate.</param>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenChars);

    /// <summary>token = 1*tchar (RFC 9110 section 5.6.2): methods and field names.</summary>
    /// <param name="bytes">The candidate.</param>
    public static bool IsToken(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAnyExcept(TokenBytes);

    /// <summary>HTAB, 0x20-0x7E and 0x80-0xFF (RFC 9110 section 5.5). The empty value is valid; the blanks around one are the peer's to trim.</summary>
    /// <param name="text">The candidate, one character per octet.</param>
    public static bool IsFieldValue(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(FieldValueChars);

    /// <summary>HTAB, 0x20-0x7E and 0x80-0xFF (RFC 9110 section 5.5). The empty value is valid.</summary>
    /// <param name="bytes">The candidate.</param>
    public static bool IsFieldValue(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(FieldValueBytes);

    /// <summary>What our reader accepts as a request target's characters: visible ASCII but <c>#</c> (RFC 9112 section 3.2).</summary>
    /// <param name="text">The candidate; not empty.</param>
    public static bool IsTarget(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or '#' or >= '\x7F')
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>
    /// What our writer lets out as a request target, as Node does: anything but controls, the blank and characters above
    /// 0xFF. Wider than <see cref="IsTarget"/>, because servers exist that want it.
    /// </summary>
    /// <param name="text">The candidate; not empty.</param>
    public static bool IsSendableTarget(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or '\x7F' or > '\xFF')
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ) (RFC 3986 section 3.1).</summary>
    internal static bool IsScheme(ReadOnlySpan<byte> scheme)
    {
        foreach (var b in scheme)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return !scheme.IsEmpty && char.IsAsciiLetter((char)scheme[0]);
    }

    internal static ReadOnlySpan<byte> TrimOws(ReadOnlySpan<byte> value) => value.Trim(" \t"u8);

    internal static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    internal static bool EqualsIgnoreCase(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> ascii) =>
        System.Text.Ascii.EqualsIgnoreCase(bytes, ascii);

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    internal static int HexValue(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    // Loops, not LINQ: this runs before the first request can be answered.
    private static string Range(int first, int last)
    {
        Span<char> text = stackalloc char[last - first + 1];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)(first + i);
        }

        return new string(text);
    }

    private static byte[] Latin1(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
