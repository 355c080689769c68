namespace HttpActors.Tests.Hostile.Cases;

/// <summary>chunked-body = *chunk last-chunk trailer-section CRLF (RFC 9112 section 7.1). The handler runs before the body is bad.</summary>
internal static class ChunkCases
{
    private const string Head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly string[] BadSizes =
    [
        "", " ", " 5", "\t5", "5 ", "5\t", "+5", "-5", "-0", "0x5", "0X5", "5h", "x", "g", "5g", "5,", "5.0", "\"5\"", "5_", "5\0", "\05", "5\v", "5\u00a0", "\u00b2", "5 5", "5\t5", "--5", "5-", "%35",
        "8000000000000000", "ffffffffffffffff", "10000000000000005", "00000000000000005", "0000000000000000000000000000000000000005", "1234567890123456789012345678901234567890", "\n5", "\r5", "5\r", "5\n", "5\r\r",
    ];

    private static readonly string[] Extensions =
    [
        ";a", ";a=b", ";a=\"b\"", ";a=\"b;c=d\"", ";a=\"\"", ";a=\"b\\\"c\"", ";a=\"\t \u00ff\"", ";a;b", ";a=b;c=d", " ;a", "\t;a", " ; a", ";\ta", ";a =b", ";a= b", "; a = b ; c = \"d\"", ";a=\"\\\\\"",
        ";!#$%&'*+-.^_`|~=0",
    ];

    private static readonly string[] BadExtensions =
    [
        ";", ";;", "; ", ";a;", ";=", ";=b", ";a=", ";a=;b", ";a==b", ";a=b=c", ";a b", ";a=b c", ";a=\"b", ";a=\"b\\", ";a=\"b\"c", ";a=b\"c\"", ";\"a\"", ";a/b", ";a=b/c", ";a=(b)", ";\u00e4", ";a=\u00e4", ";a,b",
        ";a\0", ";a=\"\0\"", ";a=\"b\x01\"", ";a=\"\x7f\"", ";a=\"\\\x01\"", ";a\x7f", ";a\n", ";a=b\n", ";a\r", ";a\rb", ";a=\"b\rc\"", ";a=\"b\nc\"", ";a\nb", ";a=b\n\r", " a", " ", ";a ", ";a=b ",
    ];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        .. BadSizes.Select(static size => Refused($"size {Uri.EscapeDataString(size)}", $"{size}\r\nhello\r\n0\r\n\r\n")),
        .. Extensions.Select(static extension => Passes($"extension {Uri.EscapeDataString(extension)}", $"5{extension}\r\nhello\r\n0\r\n\r\n", "hello")),
        .. Extensions.Select(static extension => Passes($"extension {Uri.EscapeDataString(extension)} of the last chunk", $"5\r\nhello\r\n0{extension}\r\n\r\n", "hello")),
        .. BadExtensions.Select(static extension => Refused($"extension {Uri.EscapeDataString(extension)}", $"5{extension}\r\nhello\r\n0\r\n\r\n")),
        .. BadExtensions.Select(static extension => Refused($"extension {Uri.EscapeDataString(extension)} of the last chunk", $"5\r\nhello\r\n0{extension}\r\n\r\n")),
        Passes("chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"),
        Passes("sizes in both cases", "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"),
        Passes("zeros before a size", "005\r\nhello\r\n000\r\n\r\n", "hello"),
        Passes("sixteen digits", "0000000000000005\r\nhello\r\n0000000000000000\r\n\r\n", "hello"),
        Passes("no chunks but the last", "0\r\n\r\n", ""),
        Passes("line ends as data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
        Passes("a last chunk as data", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
        Refused("a megabyte of zeros", new string('0', 1_000_000)),
        Refused("data longer than its size", "4\r\nhello\r\n0\r\n\r\n"),
        Refused("data shorter than its size", "6\r\nhello\r\n0\r\n\r\n"),
        Refused("no line end after data", "5\r\nhello0\r\n\r\n"),
        Refused("LF after data", "5\r\nhello\n0\r\n\r\n"),
        Refused("CR after data", "5\r\nhello\r0\r\n\r\n"),
        Refused("CR CR LF after data", "5\r\nhello\r\r\n0\r\n\r\n"),
        Refused("two line ends after data", "5\r\nhello\r\n\r\n0\r\n\r\n"),
        Refused("junk after data", "5\r\nhelloxx0\r\n\r\n"),
        Refused("a blank after data", "5\r\nhello \r\n0\r\n\r\n"),
        Refused("LF after a size", "5\nhello\r\n0\r\n\r\n"),
        Refused("CR after a size", "5\rhello\r\n0\r\n\r\n"),
        Refused("LF after the last size", "5\r\nhello\r\n0\n\r\n"),
        Refused("LF as the end", "5\r\nhello\r\n0\r\n\n"),
        Refused("CR as the end", "5\r\nhello\r\n0\r\n\rx"),
        Refused("a second request behind an LF", "5;\nhello\r\n0\r\n\r\nGET /in HTTP/1.1\r\nHost: h\r\n\r\n"),
        new("chunks and the next request", Head + "5\r\nhello\r\n0\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n", "200 200 kept") { Shows = "GET /next 1.1" },
        new("junk behind the end", Head + "5\r\nhello\r\n0\r\n\r\njunk\r\n\r\n", "200 400 closed"),
        new("a line end behind the end", Head + "5\r\nhello\r\n0\r\n\r\n\r\n", "200 kept"),
        new("chunks above the limit", Head + "f4240\r\n" + new string('x', 1_000_000) + "\r\n1\r\nx\r\n0\r\n\r\n", "413 closed") { Ran = 1 },
        new("a chunk above the limit", Head + "f4241\r\nx", "413 closed") { Ran = 1 },
        new("a chunk of 2^63-1", Head + "7fffffffffffffff\r\nx", "413 closed") { Ran = 1 },
        new("chunks that add up beyond 2^63", Head + "1\r\nx\r\n7fffffffffffffff\r\nx", "413 closed") { Ran = 1 },
    ];

    private static WireCase Passes(string title, string body, string content) => new(title, Head + body, "200 kept") { Shows = $"body=[{content}]" };

    private static WireCase Refused(string title, string body) => new(title, Head + body, "400 closed") { Ran = 1 };
}
