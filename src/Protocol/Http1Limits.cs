namespace HttpActors.Protocol;

/// <summary>
/// What a peer may cost us before it is refused. Checked by <see cref="Validate"/>, which every
/// <see cref="Http1Connection"/> calls. Sizes are bytes on the wire, line ends included.
/// </summary>
public sealed record Http1Limits
{
    /// <summary>All defaults.</summary>
    public static Http1Limits Default { get; } = new();

    /// <summary>Longest request line or status line. Default 8192, nginx's and Kestrel's; a longer request line is answered with 414.</summary>
    public int MaxRequestLineSize { get; init => field = AtLeast(16, value, nameof(MaxRequestLineSize)); } = 8192;

    /// <summary>Longest head: first line, fields and the empty line. Default 32768, Kestrel's; beyond it 431.</summary>
    public int MaxHeaderSize { get; init => field = AtLeast(16, value, nameof(MaxHeaderSize)); } = 32768;

    /// <summary>Most field lines in a head, and in a trailer section. Default 2000, Node's; 0 is unlimited; beyond it 431.</summary>
    public int MaxHeadersCount { get; init => field = AtLeast(0, value, nameof(MaxHeadersCount)); } = 2000;

    /// <summary>Most bytes of chunk extensions in one message, all chunks together. Default 16384, Node's; beyond it 413.</summary>
    public int MaxChunkExtensionsSize { get; init => field = AtLeast(0, value, nameof(MaxChunkExtensionsSize)); } = 16384;

    /// <summary>Longest trailer section. Default 32768, as a head; beyond it 431.</summary>
    public int MaxTrailerSize { get; init => field = AtLeast(2, value, nameof(MaxTrailerSize)); } = 32768;

    /// <summary>Most content bytes of one message. Default 0: unlimited, bodies are streamed; beyond it 413.</summary>
    public long MaxBodySize { get; init => field = AtLeast(0, value, nameof(MaxBodySize)); }

    /// <summary>Most empty lines skipped before a request line (RFC 9112 section 2.2 asks for at least one). Default 8.</summary>
    public int MaxLeadingEmptyLines { get; init => field = AtLeast(0, value, nameof(MaxLeadingEmptyLines)); } = 8;

    /// <summary>Most informational responses (1xx) before the final one. Default 100; a server that sends more never answers.</summary>
    public int MaxInformationalResponses { get; init => field = AtLeast(0, value, nameof(MaxInformationalResponses)); } = 100;

    /// <summary>Whether an HTTP/1.1 request must carry Host (RFC 9112 section 3.2). Default true; a Host that is present is validated always.</summary>
    public bool RequireHostHeader { get; init; } = true;

    /// <summary>Checks the relations between limits; single values are checked when they are set.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: a relation does not hold; the message names it.</exception>
    public void Validate()
    {
        if (MaxRequestLineSize > MaxHeaderSize)
        {
            throw new HttpRangeException(
                "ERR_OUT_OF_RANGE", nameof(MaxRequestLineSize), $"MaxRequestLineSize must not exceed MaxHeaderSize ({MaxHeaderSize}).");
        }
    }

    private static T AtLeast<T>(T minimum, T value, string name)
        where T : IComparable<T> =>
        value.CompareTo(minimum) >= 0
            ? value
            : throw new HttpRangeException("ERR_OUT_OF_RANGE", name, $"{name} must be at least {minimum}; it is {value}.");
}
