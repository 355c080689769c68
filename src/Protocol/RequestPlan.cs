namespace HttpActors.Protocol;

/// <summary>What goes into a request head beside the user's fields: Node's rules, except that content is framed whatever the method.</summary>
internal struct RequestPlan
{
    public OutgoingFacts Facts;
    public BodyFraming Framing;
    public long Length;

    public readonly bool AddsLength => Framing == BodyFraming.ContentLength && !Facts.HasLength;

    public readonly bool AddsCoding => Framing == BodyFraming.Chunked && !Facts.HasCoding;

    public static RequestPlan For(in RequestHeadSpec head)
    {
        var plan = new RequestPlan { Facts = OutgoingFacts.Of(head.Fields) };
        plan.Check(head);
        plan.Framing = plan.Decide(head);
        plan.Length = plan.Facts.HasLength ? plan.Facts.ContentLength : head.BodyLength ?? 0;
        if (plan.Framing == BodyFraming.ContentLength && head.BodyLength is { } actual && actual != plan.Length)
        {
            throw BodyRules.Mismatch(plan.Length, actual);
        }

        if (plan.Facts.HasTrailer && plan.Framing != BodyFraming.Chunked)
        {
            throw new LocalProtocolException(
                "ERR_HTTP_TRAILER_INVALID", "Trailers need the chunked transfer coding (RFC 9110 section 6.5.1).");
        }

        return plan;
    }

    private readonly void Check(in RequestHeadSpec head)
    {
        if (!Grammar.IsToken(head.Method))
        {
            throw new LocalProtocolException("ERR_INVALID_HTTP_TOKEN", "The method must be a token (RFC 9110 section 9.1).");
        }

        if (!Grammar.IsSendableTarget(head.Target))
        {
            throw new LocalProtocolException("ERR_UNESCAPED_CHARACTERS", "Request path contains unescaped characters (RFC 9112 section 3.2).");
        }

        if (Facts.HasCoding && (Facts.HasLength || !Facts.IsChunked))
        {
            throw new LocalProtocolException(
                "ERR_HTTP_INVALID_HEADER_VALUE",
                "A request's Transfer-Encoding must end in chunked, without Content-Length beside it (RFC 9112 section 6.3).");
        }
    }

    private readonly BodyFraming Decide(in RequestHeadSpec head)
    {
        if (Facts.HasCoding)
        {
            return BodyFraming.Chunked;
        }

        if (Facts.HasLength)
        {
            return BodyFraming.ContentLength;
        }

        if (head.BodyLength == 0 && !Facts.HasTrailer)
        {
            return AnticipatesContent(head.Method) && (head.Omit & OmittedFields.ContentLength) == 0
                ? BodyFraming.ContentLength
                : BodyFraming.None;
        }

        if (head.BodyLength is not null && !Facts.HasTrailer && (head.Omit & OmittedFields.ContentLength) == 0)
        {
            return BodyFraming.ContentLength;
        }

        return (head.Omit & OmittedFields.TransferEncoding) == 0
            ? BodyFraming.Chunked
            : throw new LocalProtocolException(
                "ERR_HTTP_INVALID_HEADER_VALUE", "A request with content needs Content-Length or Transfer-Encoding (RFC 9112 section 6.3).");
    }

    // RFC 9110 section 8.6: Content-Length: 0 is for methods that define a meaning for content.
    private static bool AnticipatesContent(string method) => method is not
        (HttpMethods.Get or HttpMethods.Head or HttpMethods.Delete or HttpMethods.Options or HttpMethods.Trace or HttpMethods.Connect);
}
