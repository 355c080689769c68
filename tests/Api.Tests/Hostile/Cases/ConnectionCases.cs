namespace HttpActors.Tests.Hostile.Cases;

/// <summary>Persistence, pipelining, closing and what follows (RFC 9112 section 9), Expect and Upgrade (RFC 9110 sections 7.8 and 10.1.1).</summary>
internal static class ConnectionCases
{
    private const string Get = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Next = "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Post = "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "POST /1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

    public static IReadOnlyList<WireCase> All { get; } =
    [
        new("two requests", Get + Next, "200 200 kept") { Shows = "GET /2 1.1" },
        new("a line end between two requests", Get + "\r\n" + Next, "200 200 kept") { Shows = "GET /2 1.1" },
        new("a body between two requests", Get + Post + Next, "200 200 200 kept") { Shows = "GET /2 1.1" },
        new("twenty requests", string.Concat(Enumerable.Repeat(Get, 19)) + Next, string.Concat(Enumerable.Repeat("200 ", 20)) + "kept") { Shows = "GET /2 1.1" },
        new("close", With("Connection: close\r\n"), "200 closed"),
        new("close in capitals and in a list", With("Connection: foo , CLOSE\r\n"), "200 closed"),
        new("close in a second line", With("Connection: keep-alive\r\nConnection: close\r\n"), "200 closed"),
        new("close and keep-alive", With("Connection: close, keep-alive\r\n"), "200 closed"),
        new("what only begins like close", With("Connection: closed, close-notify, xclose\r\n"), "200 kept"),
        new("close with a parameter is another option", With("Connection: close=1\r\n"), "200 kept"),
        new("empty elements in Connection", With("Connection: ,, ,close,\r\n"), "200 closed"),
        new("Proxy-Connection does not count", With("Proxy-Connection: close\r\n"), "200 kept"),
        new("1.0 closes", "GET / HTTP/1.0\r\n\r\n", "200 closed"),
        new("1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200 kept"),
        new("1.0 with Keep-Alive in capitals and in a list", "GET / HTTP/1.0\r\nConnection: foo, KEEP-ALIVE\r\n\r\n", "200 kept"),
        new("1.0 with keep-alive and close", "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "200 closed"),
        new("a request behind close", With("Connection: close\r\n") + Next, "200 closed") { Hides = "GET /2" },
        new("a request behind 1.0", "GET / HTTP/1.0\r\n\r\n" + Next, "200 closed") { Hides = "GET /2" },
        new("junk behind close", With("Connection: close\r\n") + "\0\r\n\njunk", "200 closed"),
        new("a lot of junk behind close", With("Connection: close\r\n") + new string('x', 1_000_000), "200 closed"),
        new("a bad request behind a good one", Get + "GET / HTTP/1.1\r\nHost : h\r\n\r\n", "200 400 closed"),
        new("a bad request between good ones", Get + Get + "BAD\r\n\r\n" + Next, "200 200 400 closed") { Hides = "GET /2" },
        new("a good request behind a bad one", "BAD\r\n\r\n" + Next, "400 closed"),
        new("a bad version behind a good request", Get + "GET / HTTP/3.0\r\nHost: h\r\n\r\n", "200 505 closed"),
        new("a bad chunk behind a good request", Get + "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "200 400 closed") { Ran = 2 },
        new("a bad Host behind a body", Post + "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "200 400 closed"),
        new("junk behind a request", Get + "\0\0\0", "200 400 closed"),
        new("half a request, then the end", "GET / HTTP/1.1\r\nHo", "400 closed") { HalfClose = true },
        new("a request line, then the end", "GET / HTTP/1.1\r\n", "400 closed") { HalfClose = true },
        new("a head without its empty line, then the end", "GET / HTTP/1.1\r\nHost: h\r\n", "400 closed") { HalfClose = true },
        new("half an empty line, then the end", "GET / HTTP/1.1\r\nHost: h\r\n\r", "400 closed") { HalfClose = true },
        new("half a body, then the end", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel", "400 closed") { HalfClose = true, Ran = 1 },
        new("a length and no body, then the end", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n", "400 closed") { HalfClose = true, Ran = 1 },
        new("half a chunk, then the end", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "400 closed") { HalfClose = true, Ran = 1 },
        new("no last chunk, then the end", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "400 closed") { HalfClose = true, Ran = 1 },
        new("no end of the trailers, then the end", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "400 closed") { HalfClose = true, Ran = 1 },
        new("a request, then the end", Get, "200 closed") { HalfClose = true },
        new("a body, then the end", Post, "200 closed") { HalfClose = true, Shows = "body=[hello]" },
        new("chunks, then the end", Chunked, "200 closed") { HalfClose = true, Shows = "body=[hello]" },
        new("two requests, then the end", Get + Next, "200 200 closed") { HalfClose = true, Shows = "GET /2 1.1" },
        new("twenty requests, then the end", string.Concat(Enumerable.Repeat(Get, 19)) + Next, string.Concat(Enumerable.Repeat("200 ", 20)) + "closed") { HalfClose = true },
        new("a request and half of one, then the end", Get + "GET /2 HT", "200 400 closed") { HalfClose = true },
        new("a request and an empty line, then the end", Get + "\r\n", "200 closed") { HalfClose = true },
        new("nothing, then the end", "", "closed") { HalfClose = true },
        new("an empty line, then the end", "\r\n", "closed") { HalfClose = true },
        new("half an empty line first, then the end", "\r", "closed") { HalfClose = true },
        new("an upgrade nobody knows", With("Connection: Upgrade\r\nUpgrade: foo\r\n"), "200 kept"),
        new("a request behind an ignored upgrade", With("Connection: Upgrade\r\nUpgrade: foo\r\n") + Next, "200 200 kept") { Shows = "GET /2 1.1" },
        new("a request behind an ignored h2c", With("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n") + Next, "200 200 kept") { Shows = "GET /2 1.1" },
        new("a request behind an ignored upgrade with a body", "POST /1 HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello" + Next, "200 200 kept") { Shows = "GET /2 1.1" },
        new("a bad request behind an ignored upgrade", With("Connection: Upgrade\r\nUpgrade: foo\r\n") + "\u0081\u0005hello", "200 400 closed"),
        new("an upgrade without its option", With("Upgrade: foo\r\n") + Next, "200 200 kept"),
        new("an upgrade in 1.0", "GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n", "200 closed"),
        new("an upgrade and close", With("Connection: Upgrade, close\r\nUpgrade: foo\r\n") + Next, "200 closed"),
        new("an expectation nobody knows", With("Expect: 200-ok\r\n"), "417 closed"),
        new("an expectation and what nobody knows", With("Expect: 100-continue, foo\r\n"), "417 closed"),
        new("an expectation in 1.0 is ignored", "GET / HTTP/1.0\r\nExpect: foo\r\n\r\n", "200 closed"),
        new("100-continue without content", With("Expect: 100-continue\r\n"), "200 kept"),
        new("100-continue in 1.0", "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello", "200 closed") { Shows = "body=[hello]" },
        new("HEAD", "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", "200 kept") { ToHead = true },
        new("HEAD and another request", "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "200 closed") { ToHead = true },
        new("TRACE is not answered by us", "TRACE / HTTP/1.1\r\nHost: h\r\nCookie: a\r\n\r\n", "200 kept"),
    ];

    private static string With(string fields) => $"GET /1 HTTP/1.1\r\nHost: h\r\n{fields}\r\n";
}
