namespace HttpActors.Tests.Hostile.Cases;

/// <summary>trailer-section = *( field-line CRLF ) (RFC 9112 section 7.1.2, RFC 9110 section 6.5).</summary>
internal static class TrailerCases
{
    private const string Head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n";

    private static readonly string[] Forbidden =
    [
        "Transfer-Encoding: chunked", "Content-Length: 5", "Host: evil", "Trailer: A", "Connection: close", "Upgrade: h2c", "TE: trailers", "Keep-Alive: timeout=1", "Expect: 100-continue", "Authorization: Basic eA==",
        "Cookie: a=b", "Set-Cookie: a=b", "Content-Type: text/evil", "Content-Encoding: gzip", "Content-Range: bytes 0-1/2", "Max-Forwards: 0", "Cache-Control: no-store", "If-Match: *", "Range: bytes=0-1",
        "Proxy-Authorization: x", "Date: x", "Location: /", "Vary: *", "Proxy-Connection: close", "Content-Location: /", "Forwarded: for=x", "X-Forwarded-For: x", "Via: 1.1 x", "Referer: x", "Origin: x",
    ];

    private static readonly string[] Malformed =
    [
        "A", "A b", " A: b", "\tA: b", "A : b", "A\t: b", ": b", "A: b\0", "A: b\x01c", "A\u00e4: b", "A: b\nC: d", "A: b\rC: d", "A: b\r\n c", "A: b\r\r\nC: d", "A(: b", "A: b\x7f",
    ];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        new("a trailer", Head + "A: b\r\n\r\n", "200 kept") { Shows = "trailer a=[b]" },
        new("obs-text and blanks in a trailer", Head + "A: \t\u00e4 \tb \r\n\r\n", "200 kept") { Shows = "trailer a=[\u00e4 \tb]" },
        new("a trailer that was not announced", Head + "X-Sum: 1\r\nX-Sum: 2\r\n\r\n", "200 kept") { Shows = "trailer x-sum=[1, 2]" },
        new("a trailer is no field", Head + "X-Late: b\r\n\r\n", "200 kept") { Hides = "raw X-Late" },
        .. Forbidden.Select(static line => new WireCase($"{line} is left out", Head + $"{line}\r\nOk: 1\r\n\r\n", "200 kept")
        {
            Shows = "trailer ok=[1]",
            Hides = "trailer " + line.Split(':')[0].ToLowerInvariant(),
        }),
        .. Malformed.Select(static line => new WireCase($"trailer {Uri.EscapeDataString(line)}", Head + $"{line}\r\n\r\n", "400 closed") { Ran = 1 }),
        new("a length as trailer does not act", Head + "Content-Length: 50\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n", "200 200 kept") { Shows = "GET /next 1.1" },
        new("close as trailer does not act", Head + "Connection: close\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n", "200 200 kept") { Shows = "GET /next 1.1" },
        new("a request as trailer", Head + "GET /in HTTP/1.1\r\nHost: h\r\n\r\n", "400 closed") { Ran = 1 },
        new("trailers of 64 KiB", Head + "A: " + new string('x', 65_536) + "\r\n\r\n", "431 closed") { Ran = 1 },
        new("trailers without end", Head + string.Concat(Enumerable.Repeat("A: b\r\n", 20_000)), "431 closed") { Ran = 1 },
        new("many trailers", Head + string.Concat(Enumerable.Repeat("A:\r\n", 2001)) + "\r\n", "431 closed") { Ran = 1 },
    ];
}
