using System.Text;

namespace HttpActors.Protocol;

/// <summary>A response's head: one owned block of bytes and a few words. Immutable and valid for good.</summary>
public sealed class ResponseHead
{
    private const int NotLookedFor = -2;
    private readonly byte[] _block;
    private readonly ResponseHeadLayout _layout;
    private int _timeoutHint = NotLookedFor;
    private int _requestsHint = NotLookedFor;

    internal ResponseHead(byte[] block, in ResponseHeadLayout layout)
    {
        _block = block;
        _layout = layout;
    }

    /// <summary>100 to 999.</summary>
    public int StatusCode => _layout.StatusCode;

    /// <summary>The reason phrase, maybe empty; nothing depends on it (RFC 9112 section 4). A shared string where it is the usual one.</summary>
    public string ReasonPhrase
    {
        get
        {
            var bytes = _block.AsSpan(_layout.ReasonStart, _layout.ReasonLength);
            var usual = StatusCodes.ReasonPhrase(StatusCode);
            return Ascii.Equals(bytes, usual) ? usual : Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>1, or 0 from servers of the time before HTTP/1.0.</summary>
    public byte VersionMajor => _layout.VersionMajor;

    /// <summary>0 to 9.</summary>
    public byte VersionMinor => _layout.VersionMinor;

    /// <summary>Whether this is HTTP/1.0 or older.</summary>
    public bool IsHttp10 => VersionMajor == 0 || VersionMinor == 0;

    /// <summary>The field lines.</summary>
    public FieldSection Fields => new(_block, _layout.FieldsStart, _block.Length - _layout.FieldsStart - 2, _layout.Facts.Count);

    /// <summary>How the content ends, with the request's method taken into account.</summary>
    public BodyFraming Framing => _layout.Framing;

    /// <summary>The length of the content, in bytes; -1 when it is not framed by length, as in the answer to HEAD.</summary>
    public long ContentLength => Framing == BodyFraming.ContentLength ? _layout.Facts.ContentLength : -1;

    /// <summary>Whether content bytes may follow.</summary>
    public bool HasBody => Framing is BodyFraming.Chunked or BodyFraming.UntilClose || ContentLength > 0;

    /// <summary>Whether the server lets the connection persist (RFC 9112 section 9.3).</summary>
    public bool KeepAlive => Framing != BodyFraming.UntilClose && ConnectionRules.Persists(IsHttp10, _layout.Facts.Flags);

    /// <summary>
    /// How many seconds the server keeps an idle connection, by its Keep-Alive field (RFC 2068 section 19.7.1.1);
    /// -1 when it does not say.
    /// </summary>
    public int KeepAliveTimeoutSeconds => _timeoutHint != NotLookedFor ? _timeoutHint
        : _timeoutHint = KeepAliveHint.Parse(Fields, "timeout"u8);

    /// <summary>How many more requests the server takes on this connection, by its Keep-Alive field; -1 when it does not say.</summary>
    public int KeepAliveMaxRequests => _requestsHint != NotLookedFor ? _requestsHint
        : _requestsHint = KeepAliveHint.Parse(Fields, "max"u8);

    /// <summary>How many bytes it was on the wire.</summary>
    internal int Length => _block.Length;

    /// <summary>Whether <paramref name="input"/> begins with these very bytes, the empty line at the end included.</summary>
    internal bool IsFrontOf(ReadOnlySpan<byte> input) => input.StartsWith(_block);

    /// <summary>Whether the status is 1xx.</summary>
    public bool IsInformational => StatusCode < 200;
}
