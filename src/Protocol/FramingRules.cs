namespace HttpActors.Protocol;

/// <summary>
/// How long a message's content is: RFC 9112 section 6.3, its eight steps in order, made stricter where the RFC leaves
/// room for two readers to disagree. Also the other rules on a whole head.
/// </summary>
internal static class FramingRules
{
    /// <summary>Steps 3 to 7 for a request, after its target and Host.</summary>
    public static Fault CheckRequest(ReadOnlySpan<byte> target, ref RequestHeadLayout layout, Http1Limits limits)
    {
        if (!TargetRules.TryGetForm(layout.Known, target, out layout.Form))
        {
            return Fault.TargetFormInvalid;
        }

        var fault = CheckHost(layout.VersionMinor, layout.Facts.Flags, limits);
        if (fault == Fault.None)
        {
            fault = CheckFields(layout.VersionMinor == 0, layout.Facts, limits);
        }

        // Step 7: a request without either field has no content.
        layout.Framing = Declared(layout.Facts, otherwise: BodyFraming.None);
        var hasContent = layout.Framing == BodyFraming.Chunked || layout.Facts.ContentLength > 0;
        return fault == Fault.None && hasContent && layout.Known == KnownMethod.Connect ? Fault.ConnectWithContent : fault;
    }

    /// <summary>Steps 1 to 8 for a response.</summary>
    /// <param name="layout">The head; its framing is set here.</param>
    /// <param name="toHead">The request was HEAD.</param>
    /// <param name="toConnect">The request was CONNECT.</param>
    /// <param name="limits">For the size of the content.</param>
    public static Fault CheckResponse(ref ResponseHeadLayout layout, bool toHead, bool toConnect, Http1Limits limits)
    {
        var fault = CheckFields(layout.VersionMajor == 0 || layout.VersionMinor == 0, layout.Facts, limits);

        // Steps 1 and 2: no content whatever the fields say; a tunnel follows 2xx to CONNECT.
        var bodiless = toHead || layout.StatusCode is < 200 or 204 or 304 || (toConnect && layout.StatusCode is >= 200 and < 300);

        // A length that announces nothing to come cannot be too large.
        if (fault == Fault.BodyTooLarge && bodiless)
        {
            fault = Fault.None;
        }

        // Step 8: the rest of the connection.
        layout.Framing = bodiless ? BodyFraming.None : Declared(layout.Facts, otherwise: BodyFraming.UntilClose);
        return fault;
    }

    // Steps 3 to 5: what the two fields say, and every way in which they must not say it.
    private static Fault CheckFields(bool isHttp10, in FieldFacts facts, Http1Limits limits)
    {
        const FieldFlags Framing = FieldFlags.Coding | FieldFlags.Length;
        if (!facts.Has(Framing))
        {
            return Fault.None;
        }

        if ((facts.Flags & Framing) == Framing)
        {
            return Fault.CodingWithLength;
        }

        return facts.Has(FieldFlags.Coding) ? CheckCoding(isHttp10, facts) : CheckLength(facts, limits);
    }

    private static Fault CheckCoding(bool isHttp10, in FieldFacts facts) =>
        isHttp10 ? Fault.CodingOnHttp10
        : facts.Has(FieldFlags.CodingRepeated) ? Fault.CodingRepeated
        : facts.Has(FieldFlags.CodingNotChunked) ? Fault.CodingNotChunked
        : facts.Has(FieldFlags.CodingUnknown) ? Fault.CodingUnknown
        : Fault.None;

    private static Fault CheckLength(in FieldFacts facts, Http1Limits limits) =>
        facts.Has(FieldFlags.LengthRepeated) ? Fault.LengthRepeated
        : facts.Has(FieldFlags.LengthInvalid) ? Fault.LengthInvalid
        : limits.MaxBodySize > 0 && facts.ContentLength > limits.MaxBodySize ? Fault.BodyTooLarge
        : Fault.None;

    private static Fault CheckHost(byte minor, FieldFlags flags, Http1Limits limits)
    {
        if ((flags & FieldFlags.Host) == 0)
        {
            return minor > 0 && limits.RequireHostHeader ? Fault.HostMissing : Fault.None;
        }

        return (flags & FieldFlags.HostRepeated) != 0 ? Fault.HostRepeated
            : (flags & FieldFlags.HostInvalid) != 0 ? Fault.HostInvalid
            : Fault.None;
    }

    // Step 4 before step 6; both at once were refused above.
    private static BodyFraming Declared(in FieldFacts facts, BodyFraming otherwise) =>
        facts.Has(FieldFlags.Coding) ? BodyFraming.Chunked
        : facts.Has(FieldFlags.Length) ? BodyFraming.ContentLength
        : otherwise;
}
