namespace HttpActors.Protocol;

/// <summary>The methods Node's parser knows. Others are passed on all the same.</summary>
public static class HttpMethods
{
    /// <summary>RFC 9110 section 9.3.1.</summary>
    public const string Get = "GET";

    /// <summary>RFC 9110 section 9.3.2.</summary>
    public const string Head = "HEAD";

    /// <summary>RFC 9110 section 9.3.3.</summary>
    public const string Post = "POST";

    /// <summary>RFC 9110 section 9.3.4.</summary>
    public const string Put = "PUT";

    /// <summary>RFC 9110 section 9.3.5.</summary>
    public const string Delete = "DELETE";

    /// <summary>RFC 9110 section 9.3.6.</summary>
    public const string Connect = "CONNECT";

    /// <summary>RFC 9110 section 9.3.7.</summary>
    public const string Options = "OPTIONS";

    /// <summary>RFC 9110 section 9.3.8.</summary>
    public const string Trace = "TRACE";

    /// <summary>RFC 5789.</summary>
    public const string Patch = "PATCH";

    /// <summary>Safe, idempotent, with content.</summary>
    public const string Query = "QUERY";

    private static readonly string[] Known =
    [
        "ACL", "BIND", "CHECKOUT", Connect, "COPY", Delete, Get, Head, "LINK", "LOCK", "M-SEARCH", "MERGE",
        "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", Options, Patch, Post, "PROPFIND", "PROPPATCH",
        "PURGE", Put, Query, "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", Trace, "UNBIND", "UNLINK",
        "UNLOCK", "UNSUBSCRIBE",
    ];

    private static readonly StringPool Pool = new StringPool(Known.Length, maxLength: 16).Add(Known);

    /// <summary>Node's 35, sorted ordinally.</summary>
    public static IReadOnlyList<string> All { get; } = Array.AsReadOnly(Known);

    internal static string Intern(ReadOnlySpan<byte> method) => Pool.Get(method);
}
