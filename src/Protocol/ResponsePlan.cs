namespace HttpActors.Protocol;

/// <summary>
/// What goes into a response head beside the user's fields: Node's rules, except that an HTTP/1.0 peer never gets a
/// transfer coding (RFC 9112 section 6.1) and does get Content-Length where the length is known.
/// </summary>
internal struct ResponsePlan
{
    public OutgoingFacts Facts;
    public BodyFraming Framing;
    public long Length;
    public bool BodyAllowed;
    public bool Switches;
    public bool Close;
    public bool WritesClose;
    public bool DropLength;
    public bool DropCoding;

    public readonly bool AddsLength => Framing == BodyFraming.ContentLength && !Facts.HasLength;

    public readonly bool AddsCoding => Framing == BodyFraming.Chunked && !Facts.HasCoding;

    /// <summary>Decides; changes nothing.</summary>
    /// <param name="head">What the user wants.</param>
    /// <param name="request">What is being answered; null when it could not be read.</param>
    /// <param name="persists">Whether both sides would let the connection persist so far.</param>
    public static ResponsePlan For(in ResponseHeadSpec head, RequestHead? request, bool persists)
    {
        var plan = new ResponsePlan { Facts = OutgoingFacts.Of(head.Fields) };
        plan.Switches = head.StatusCode == 101 || (request is { IsConnect: true } && head.StatusCode < 300);
        if (plan.Switches)
        {
            // Neither field may accompany a switch (RFC 9110 sections 8.6 and 9.3.6, RFC 9112 section 6.1).
            plan.DropLength = plan.DropCoding = true;
            return plan;
        }

        plan.BodyAllowed = head.StatusCode is not (204 or 304) && request is not { IsHead: true };
        plan.DecideFraming(head, request is { IsHttp10: true });
        plan.DecidePersistence(head, request, persists);
        return plan;
    }

    private void DecideFraming(in ResponseHeadSpec head, bool toHttp10)
    {
        DropCoding = toHttp10;
        DropLength = head.StatusCode == 204;
        var hasCoding = Facts.HasCoding && !DropCoding;
        if (hasCoding && Facts.HasLength)
        {
            throw new LocalProtocolException(
                "ERR_HTTP_INVALID_HEADER_VALUE", "Content-Length must not stand beside Transfer-Encoding (RFC 9112 section 6.2).");
        }

        Framing = !BodyAllowed ? BodyFraming.None
            : hasCoding ? (Facts.IsChunked ? BodyFraming.Chunked : BodyFraming.UntilClose)
            : Facts.HasLength ? BodyFraming.ContentLength
            : DefaultFraming(head, toHttp10);
        CheckLength(head.BodyLength);
        if (Facts.HasTrailer && BodyAllowed && !toHttp10 && Framing != BodyFraming.Chunked)
        {
            throw new LocalProtocolException(
                "ERR_HTTP_TRAILER_INVALID", "Trailers need the chunked transfer coding (RFC 9110 section 6.5.1).");
        }
    }

    private readonly BodyFraming DefaultFraming(in ResponseHeadSpec head, bool toHttp10)
    {
        var announcesTrailer = Facts.HasTrailer && !toHttp10;
        if (head.BodyLength is not null && !announcesTrailer && (head.Omit & OmittedFields.ContentLength) == 0)
        {
            return BodyFraming.ContentLength;
        }

        return toHttp10 || (head.Omit & OmittedFields.TransferEncoding) != 0 ? BodyFraming.UntilClose : BodyFraming.Chunked;
    }

    private void CheckLength(long? bodyLength)
    {
        if (Framing != BodyFraming.ContentLength)
        {
            return;
        }

        Length = Facts.HasLength ? Facts.ContentLength : bodyLength ?? 0;
        if (bodyLength is { } actual && actual != Length)
        {
            throw BodyRules.Mismatch(Length, actual);
        }
    }

    private void DecidePersistence(in ResponseHeadSpec head, RequestHead? request, bool persists)
    {
        Close = !persists || head.Close || Facts.SaysClose || request is null || Framing == BodyFraming.UntilClose
            || (!BodyAllowed && Facts.HasCoding && head.StatusCode is 204 or 304);

        // A client of HTTP/1.0 takes silence for close.
        if (request is { IsHttp10: true } && !Facts.SaysKeepAlive)
        {
            Close |= Facts.HasConnection || (head.Omit & OmittedFields.Connection) != 0;
        }

        WritesClose = Close || head.AnnounceClose;
    }
}
