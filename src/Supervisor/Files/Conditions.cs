namespace HttpActors.Supervisor.Files;

/// <summary>What a request's conditions make of a file that exists.</summary>
internal enum Verdict
{
    Send,
    NotModified,
    Failed,
}

/// <summary>The conditional fields of a request; null where absent.</summary>
internal readonly record struct Conditions(
    string? IfMatch, string? IfUnmodifiedSince, string? IfNoneMatch, string? IfModifiedSince, string? IfRange)
{
    internal static Conditions Of(HttpHeaders headers) => new(
        headers.Get("If-Match"),
        headers.Get("If-Unmodified-Since"),
        headers.Get("If-None-Match"),
        headers.Get("If-Modified-Since"),
        headers.Get("If-Range"));

    /// <summary>The order of RFC 9110 section 13.2.2: a tag, where given, outranks the date beside it.</summary>
    internal Verdict Judge(string tag, DateTimeOffset lastModified)
    {
        if (IfMatch is not null)
        {
            if (!EntityTag.Matches(IfMatch, tag, weakly: false))
                return Verdict.Failed;
        }
        else if (IfUnmodifiedSince is not null && HttpDate.TryParse(IfUnmodifiedSince, out var until) && lastModified > until)
        {
            return Verdict.Failed;
        }

        if (IfNoneMatch is not null)
            return EntityTag.Matches(IfNoneMatch, tag, weakly: true) ? Verdict.NotModified : Verdict.Send;
        return IfModifiedSince is not null && HttpDate.TryParse(IfModifiedSince, out var since) && lastModified <= since
            ? Verdict.NotModified
            : Verdict.Send;
    }

    /// <summary>Whether a range may be honoured: the part the client already has must be of this very state of the file.</summary>
    internal bool AllowRange(string tag, DateTimeOffset lastModified)
    {
        if (IfRange is null)
            return true;
        return HttpDate.TryParse(IfRange, out var date)
            ? date == lastModified
            : IfRange is not "*" && EntityTag.Matches(IfRange, tag, weakly: false);
    }
}
