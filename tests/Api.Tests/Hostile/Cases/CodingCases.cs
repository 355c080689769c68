namespace HttpActors.Tests.Hostile.Cases;

/// <summary>Transfer-Encoding: chunked, once and last, or nothing (RFC 9112 sections 6.1 and 6.3).</summary>
internal static class CodingCases
{
    private const string Body = "5\r\nhello\r\n0\r\n\r\n";

    private static readonly string[] Faulty =
    [
        "", " \t", ",", "identity", "gzip", "xchunked", "chunkedx", "chunkedchunked", "chunke", "chunked\u00a0", "chunked;a=b", "chunked; q=1", "chunked, gzip", "chunked, identity", "chunked,chunked",
        "chunked, chunked", "chunked , chunked", ",chunked", "chunked,", "chunked, ", "chunked,,", "chunked chunked", "chunked\tchunked", "\"chunked\"", "'chunked'", "(chunked)", "chunked=1", "gzip, chunked, gzip",
        "chunked gzip", "chunked:", "x=chunked", "cow", "0",
    ];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        .. Faulty.Select(static coding => new WireCase($"Transfer-Encoding: {Uri.EscapeDataString(coding)}", Post($"Transfer-Encoding: {coding}\r\n"), "400 closed")),
        .. new[] { "gzip, chunked", "deflate,chunked", "x-foo, chunked", "identity, chunked", "compress, gzip, chunked", "x;q=1, chunked" }
            .Select(static coding => new WireCase($"Transfer-Encoding: {coding}", Post($"Transfer-Encoding: {coding}\r\n"), "501 closed")),
        .. new[] { "chunked", "CHUNKED", "Chunked", "cHuNkEd", " chunked ", "\tchunked\t", "  \t chunked" }
            .Select(static coding => new WireCase($"Transfer-Encoding: {Uri.EscapeDataString(coding)}", Post($"Transfer-Encoding:{coding}\r\n"), "200 kept") { Shows = "body=[hello]" }),
        new("the name in another case", Post("tRANSFER-eNCODING: chunked\r\n"), "200 kept") { Shows = "body=[hello]" },
        new("on GET", "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + Body, "200 kept") { Shows = "body=[hello]" },
        new("two lines", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "400 closed"),
        new("two lines, the first of another coding", Post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), "400 closed"),
        new("two lines, the last of another coding", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n"), "400 closed"),
        new("two lines, the last empty", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding:\r\n"), "400 closed"),
        new("two lines in two cases", Post("Transfer-Encoding: identity\r\ntransfer-encoding: chunked\r\n"), "400 closed"),
        new("beside a length", Post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), "400 closed"),
        new("behind a length", Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "400 closed"),
        new("beside a length of zero", Post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"), "400 closed"),
        new("another coding beside a length", Post("Transfer-Encoding: x\r\nContent-Length: 5\r\n"), "400 closed"),
        new("an empty coding beside a length", Post("Transfer-Encoding:\r\nContent-Length: 5\r\n"), "400 closed"),
        new("another coding and chunked beside a length", Post("Transfer-Encoding: x, chunked\r\nContent-Length: 5\r\n"), "400 closed"),
        new("in 1.0", "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + Body, "400 closed"),
        new("in 1.0 with keep-alive", "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n" + Body, "400 closed"),
        new("in 1.0 beside a length", "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + Body, "400 closed"),
        new("in 1.2", "POST / HTTP/1.2\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + Body, "200 kept") { Shows = "body=[hello]" },
        new("a blank before the colon", Post("Transfer-Encoding : chunked\r\n"), "400 closed"),
        new("folded", Post("Transfer-Encoding:\r\n chunked\r\n"), "400 closed"),
        new("a vertical tab before it", Post("Transfer-Encoding:\vchunked\r\n"), "400 closed"),
        new("NUL behind it", Post("Transfer-Encoding: chunked\0\r\n"), "400 closed"),
        new("a bare CR behind it", Post("Transfer-Encoding: chunked\r \r\n"), "400 closed"),
        new("a name that only looks like it", "POST / HTTP/1.1\r\nHost: h\r\nTransfer_Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello", "200 kept") { Shows = "body=[hello]" },
        new("TE is not it", "GET / HTTP/1.1\r\nHost: h\r\nTE: chunked\r\nConnection: TE\r\n\r\n", "200 kept") { Shows = "body=[]" },
        new("CONNECT with content", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\nTransfer-Encoding: chunked\r\n\r\n" + Body, "400 closed"),
        new("CONNECT with a length", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\nContent-Length: 5\r\n\r\nhello", "400 closed"),
    ];

    private static string Post(string fields) => $"POST / HTTP/1.1\r\nHost: h\r\n{fields}\r\n{Body}";
}
