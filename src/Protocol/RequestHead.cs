using System.Text;

namespace HttpActors.Protocol;

/// <summary>
/// A request's head: one owned block of bytes and a few words. Immutable and valid for good; strings are made on
/// demand. Reading it from several threads is safe.
/// </summary>
public sealed class RequestHead
{
    private readonly byte[] _block;
    private readonly RequestHeadLayout _layout;
    private string? _method;
    private string? _target;

    internal RequestHead(byte[] block, in RequestHeadLayout layout)
    {
        _block = block;
        _layout = layout;
    }

    /// <summary>The method, case kept (RFC 9110 section 9.1). A shared string for the methods of <see cref="HttpMethods"/>.</summary>
    public string Method => _method ??= HttpMethods.Intern(_block.AsSpan(0, _layout.MethodLength));

    /// <summary>The request target as it was on the wire; escapes are untouched.</summary>
    public string Target => _target ??= ReadTarget();

    /// <summary>The bytes of <see cref="Target"/>.</summary>
    public ReadOnlySpan<byte> TargetBytes => _block.AsSpan(_layout.TargetStart, _layout.TargetLength);

    /// <summary>Which of the four forms the target has.</summary>
    public TargetForm TargetForm => _layout.Form;

    /// <summary>Always 1.</summary>
    public byte VersionMajor => 1;

    /// <summary>0 to 9; above 1 is served as 1 (RFC 9110 section 2.5).</summary>
    public byte VersionMinor => _layout.VersionMinor;

    /// <summary>Whether this is HTTP/1.0: no chunked coding, no 1xx, no persistence by default.</summary>
    public bool IsHttp10 => VersionMinor == 0;

    /// <summary>The field lines.</summary>
    public FieldSection Fields => new(_block, _layout.FieldsStart, _block.Length - _layout.FieldsStart - 2, _layout.FieldCount);

    /// <summary>
    /// The authority the request is for: of an absolute-form target, else of Host (RFC 9112 section 3.2.2), in
    /// authority-form the target itself. Empty when there is none.
    /// </summary>
    public string Authority => ReadAuthority();

    /// <summary>How the content ends; never <see cref="BodyFraming.UntilClose"/>.</summary>
    public BodyFraming Framing => _layout.Framing;

    /// <summary>The value of Content-Length, in bytes; -1 when the content is not framed by length.</summary>
    public long ContentLength => Framing == BodyFraming.ContentLength ? _layout.Facts.ContentLength : -1;

    /// <summary>Whether content bytes may follow: chunked, or a Content-Length above 0.</summary>
    public bool HasBody => Framing == BodyFraming.Chunked || ContentLength > 0;

    /// <summary>Whether the client lets the connection persist (RFC 9112 section 9.3).</summary>
    public bool KeepAlive => ConnectionRules.Persists(IsHttp10, _layout.Facts.Flags);

    /// <summary>Whether the client waits for 100 (RFC 9110 section 10.1.1); never in HTTP/1.0.</summary>
    public bool ExpectsContinue => !IsHttp10 && _layout.Facts.Has(FieldFlags.ExpectContinue);

    /// <summary>Whether Expect holds anything but 100-continue, to be answered with 417; never in HTTP/1.0.</summary>
    public bool HasOtherExpectation => !IsHttp10 && _layout.Facts.Has(FieldFlags.ExpectOther);

    /// <summary>Whether the client asks to switch protocols: Upgrade, and <c>Connection: upgrade</c> (RFC 9110 section 7.8); never in HTTP/1.0.</summary>
    public bool IsUpgrade => !IsHttp10 && _layout.Facts.Has(FieldFlags.Upgrade) && _layout.Facts.Has(FieldFlags.ConnectionUpgrade);

    /// <summary>Whether the method is CONNECT.</summary>
    public bool IsConnect => _layout.Known == KnownMethod.Connect;

    /// <summary>Whether the method is HEAD, so that the response has no content.</summary>
    public bool IsHead => _layout.Known == KnownMethod.Head;

    /// <summary>Bytes of the whole head, with the empty line.</summary>
    internal int Length => _block.Length;

    /// <summary>Whether <paramref name="input"/> begins with this very head.</summary>
    internal bool IsFrontOf(ReadOnlySpan<byte> input) => input.StartsWith(_block);

    /// <summary>
    /// All lines as <see cref="FieldSection.ToArray"/> gives them, with the authority of an absolute-form target in place
    /// of Host: a server must ignore what Host says then (RFC 9112 section 3.2.2).
    /// </summary>
    public HeaderField[] EffectiveFields()
    {
        var fields = Fields.ToArray();
        if (TargetForm != TargetForm.Absolute)
        {
            return fields;
        }

        var at = Array.FindIndex(fields, static field => string.Equals(field.Name, "Host", StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return [new HeaderField("Host", Authority), .. fields];
        }

        fields[at] = new HeaderField(fields[at].Name, Authority);
        return fields;
    }

    private string ReadTarget()
    {
        var bytes = TargetBytes;
        return bytes.Length == 1
            ? bytes[0] switch { (byte)'/' => "/", (byte)'*' => "*", _ => Encoding.Latin1.GetString(bytes) }
            : Encoding.Latin1.GetString(bytes);
    }

    private string ReadAuthority()
    {
        switch (TargetForm)
        {
            case TargetForm.Authority:
                return Target;
            case TargetForm.Absolute:
                return Encoding.Latin1.GetString(TargetRules.AuthorityOf(TargetBytes));
            default:
                return Fields.TryGetFirst("Host", out var host) ? host : string.Empty;
        }
    }
}
