namespace HttpActors.Protocol;

/// <summary>Names and values that nearly every message repeats, so that materializing them allocates nothing.</summary>
internal static class KnownFields
{
    // Both spellings seen on the wire: as registered, and lower case as HTTP/2 gateways and many clients send them.
    private static readonly string[] Names =
    [
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Accept-Ranges", "Access-Control-Allow-Origin",
        "Access-Control-Request-Headers", "Access-Control-Request-Method", "Age", "Allow", "Authorization", "Cache-Control",
        "Connection", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location",
        "Content-Range", "Content-Security-Policy", "Content-Type", "Cookie", "DNT", "Date", "ETag", "Expect", "Expires",
        "Forwarded", "From", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since",
        "Keep-Alive", "Last-Modified", "Link", "Location", "Max-Forwards", "Origin", "Pragma", "Priority",
        "Proxy-Authenticate", "Proxy-Authorization", "Range", "Referer", "Retry-After", "Sec-CH-UA", "Sec-CH-UA-Mobile",
        "Sec-CH-UA-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "Sec-WebSocket-Accept",
        "Sec-WebSocket-Extensions", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Version", "Server",
        "Set-Cookie", "Strict-Transport-Security", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Upgrade-Insecure-Requests", "User-Agent", "Vary", "Via", "WWW-Authenticate", "Warning", "X-Content-Type-Options",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Frame-Options", "X-Real-IP", "X-Request-ID",
        "X-Requested-With", "traceparent", "tracestate",
    ];

    private static readonly string[] Values =
    [
        "*/*", "0", "1", "100-continue", "?0", "?1", "application/json", "application/json; charset=utf-8",
        "application/octet-stream", "application/x-www-form-urlencoded", "br", "bytes", "chunked", "close", "cors",
        "document", "empty", "en-US,en;q=0.5", "en-US,en;q=0.9", "gzip", "gzip, br", "gzip, deflate", "gzip, deflate, br",
        "gzip, deflate, br, zstd", "identity", "keep-alive", "localhost", "max-age=0", "navigate", "no-cache", "no-store",
        "none", "nosniff", "private", "public", "same-origin", "text/html", "text/html; charset=utf-8", "text/plain",
        "text/plain; charset=utf-8", "trailers", "upgrade", "Upgrade", "websocket", "XMLHttpRequest",
    ];

    private static readonly StringPool NamePool = BothSpellings();
    private static readonly StringPool ValuePool = new StringPool(Values.Length, maxLength: 40).Add(Values);

    public static string InternName(ReadOnlySpan<byte> name) => NamePool.Get(name);

    public static string InternValue(ReadOnlySpan<byte> value) => ValuePool.Get(value);

    private static StringPool BothSpellings()
    {
        var pool = new StringPool(Names.Length * 2, maxLength: 32).Add(Names);
        foreach (var name in Names)
        {
            var lower = name.ToLowerInvariant();
            if (lower != name)
            {
                pool.Add(lower);
            }
        }

        return pool;
    }
}
