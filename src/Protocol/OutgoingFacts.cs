namespace HttpActors.Protocol;

/// <summary>What the user's own fields settle, so that the automatic ones stay away or follow them.</summary>
internal struct OutgoingFacts
{
    public long ContentLength;
    private Seen _seen;

    [Flags]
    private enum Seen : ushort
    {
        None = 0,
        Connection = 1,
        ConnectionClose = 2,
        ConnectionKeepAlive = 4,
        ConnectionUpgrade = 8,
        KeepAlive = 16,
        Length = 32,
        Coding = 64,
        CodingChunked = 128,
        Date = 256,
        Trailer = 512,
        Upgrade = 1024,
        Host = 2048,
    }

    public readonly bool HasConnection => Has(Seen.Connection);

    public readonly bool SaysClose => Has(Seen.ConnectionClose);

    public readonly bool SaysKeepAlive => Has(Seen.ConnectionKeepAlive);

    public readonly bool HasKeepAlive => Has(Seen.KeepAlive);

    public readonly bool HasLength => Has(Seen.Length);

    public readonly bool HasCoding => Has(Seen.Coding);

    public readonly bool IsChunked => Has(Seen.CodingChunked);

    public readonly bool HasDate => Has(Seen.Date);

    public readonly bool HasTrailer => Has(Seen.Trailer);

    public readonly bool HasHost => Has(Seen.Host);

    public readonly bool IsUpgrade => Has(Seen.Upgrade) && Has(Seen.ConnectionUpgrade);

    public static OutgoingFacts Of(ReadOnlySpan<HeaderField> fields)
    {
        var facts = default(OutgoingFacts);
        foreach (ref readonly var field in fields)
        {
            facts.Add(field);
        }

        return facts;
    }

    /// <summary>Whether a field is Content-Length or Transfer-Encoding.</summary>
    public static bool IsLength(string name) => name is { Length: 14 } && Is(name, "Content-Length");

    /// <inheritdoc cref="IsLength"/>
    public static bool IsCoding(string name) => name is { Length: 17 } && Is(name, "Transfer-Encoding");

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private readonly bool Has(Seen seen) => (_seen & seen) != 0;

    private void Add(in HeaderField field)
    {
        var name = field.Name;
        switch (name?.Length)
        {
            case 4:
                Mark(name, "Date", Seen.Date);
                Mark(name, "Host", Seen.Host);
                break;
            case 7:
                Mark(name, "Trailer", Seen.Trailer);
                Mark(name, "Upgrade", Seen.Upgrade);
                break;
            case 10 when Is(name, "Connection"):
                AddConnection(field.Value);
                break;
            case 10:
                Mark(name, "Keep-Alive", Seen.KeepAlive);
                break;
            case 14 when Is(name, "Content-Length"):
                AddLength(field.Value);
                break;
            case 17 when Is(name, "Transfer-Encoding"):
                AddCoding(field.Value);
                break;
            default:
                break;
        }
    }

    private void Mark(string name, string known, Seen seen) => _seen |= Is(name, known) ? seen : Seen.None;

    private void AddConnection(ReadOnlySpan<char> value)
    {
        _seen |= Seen.Connection;
        foreach (var range in value.Split(','))
        {
            var option = value[range].Trim();
            _seen |= option.Equals("close", StringComparison.OrdinalIgnoreCase) ? Seen.ConnectionClose
                : option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase) ? Seen.ConnectionKeepAlive
                : option.Equals("upgrade", StringComparison.OrdinalIgnoreCase) ? Seen.ConnectionUpgrade
                : Seen.None;
        }
    }

    private void AddLength(ReadOnlySpan<char> value)
    {
        if (HasLength || !Numbers.TryParseDecimal(value.Trim(" \t"), out ContentLength))
        {
            throw new LocalProtocolException(
                "ERR_HTTP_INVALID_HEADER_VALUE", "Content-Length must be one field line of digits only (RFC 9110 section 8.6).");
        }

        _seen |= Seen.Length;
    }

    // Of several lines the last one has the last coding.
    private void AddCoding(ReadOnlySpan<char> value)
    {
        var last = value[(value.LastIndexOf(',') + 1)..].Trim();
        var isChunked = last.Equals("chunked", StringComparison.OrdinalIgnoreCase);
        _seen = (_seen & ~Seen.CodingChunked) | Seen.Coding | (isChunked ? Seen.CodingChunked : Seen.None);
    }
}
