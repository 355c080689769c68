using System.Text;

namespace HttpActors.Fuzz.Core;

/// <summary>Where mutation begins, and the pieces it puts in: what parsers have been known to trip over.</summary>
internal static class Corpus
{
    private const string Chunked = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static IReadOnlyList<byte[]> Requests { get; } = Bytes(
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\r\nGET /a?b=c%20d HTTP/1.1\r\nHost: example.org:8080\r\nAccept: */*\r\nUser-Agent: x\r\n\r\n",
        "GET http://a.b:80/c HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET /next HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
        "PUT /x HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA:\r\nB: \t c \t\r\nC: \u00e4\u00ff\r\n\r\n",
        "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.2\r\nHost: h\r\n\r\n",
        Chunked + "5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");

    public static IReadOnlyList<byte[]> Chunks { get; } = Bytes(
        Chunked + "5\r\nhello\r\n0\r\n\r\n",
        Chunked + "1;a=b\r\nx\r\n2 ; c = \"d;\\\"e\"\r\nyz\r\n000\r\nT: v\r\nU: w\r\n\r\n",
        Chunked + "A\r\n0123456789\r\n0;last\r\nContent-Length: 5\r\nOk: 1\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        Chunked + "0\r\n\r\n",
        Chunked + "3\r\n\r\n0\r\n2\r\n\r\n\r\n0\r\n\r\n",
        Chunked + "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n1\r\nd\r\n0\r\n\r\n");

    public static IReadOnlyList<byte[]> Responses { get; } = Bytes(
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a\r\nhello\r\n0\r\nT: v\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 10\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 301\r\nLocation: /\r\nConnection: close\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 \r\nDate: x\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 1\r\n\r\ny",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");

    /// <summary>What is a line, and in the right place a valid one.</summary>
    public static IReadOnlyList<byte[]> Lines { get; } = Bytes(
        "A: b\r\n", "Accept:\r\n", "X: \t\u00e4 \r\n", "Connection: close\r\n", "Connection: keep-alive, x\r\n", "Expect: 100-continue\r\n", "Upgrade: x\r\n", "Connection: upgrade\r\n", "TE: trailers\r\n",
        "Host: h\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "1\r\nx\r\n", "3;a=b\r\nxyz\r\n", "00a;a=\"b\"\r\n0123456789\r\n", "0\r\n\r\n", "\r\n", "GET /l HTTP/1.1\r\nHost: h\r\n\r\n");

    public static IReadOnlyList<byte[]> Pieces { get; } = Bytes(
        "\r", "\n", "\r\n", "\r\n\r\n", "\n\n", "\r\r\n", "\n\r", " ", "\t", "\v", "\f", "\0", "\x7f", "\u0080", "\u00ff", ":", ";", ",", "=", "\"", "\\", "#", "%", "%00", "@", "/", "?", "[", "]", "*",
        "0", "1", "5", "a", "f", "-", "+", "0x", "00000000000000000", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff", "9223372036854775807", "18446744073709551616", "4294967296", "65536",
        "Host: h\r\n", "Host: \r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Content-Length: -1\r\n", "Content-Length : 5\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding:\tchunked\r\n", "transfer-encoding: CHUNKED\r\n", "Transfer-Encoding: gzip, chunked\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n", "Upgrade: x\r\n",
        " folded\r\n", "\tfolded\r\n", ": v\r\n", "A\r\n", "0\r\n\r\n", "1\r\nx\r\n", ";a=b", ";a=\"b\"", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http://u@h/", "chunked", "close", "HTTP/1.1 200 OK\r\n");

    private static byte[][] Bytes(params string[] texts) => Array.ConvertAll(texts, Encoding.Latin1.GetBytes);
}
