namespace HttpActors.Tests.Hostile.Cases;

/// <summary>Content-Length = 1*DIGIT (RFC 9110 section 8.6, RFC 9112 section 6).</summary>
internal static class LengthCases
{
    private static readonly string[] Refused =
    [
        "", "+5", "-5", "-0", "+0", "0x5", "5h", "h5", "5.0", "5,0", "5e0", "1e1", "5 5", "5\t5", "5,5", "5, 5", "5,", ",5", "5;", "\"5\"", "'5'", "five", "\u00b2", "\u0665", "5\u00a0",
        "9223372036854775808", "18446744073709551616", "18446744073709551621", "99999999999999999999", "-9223372036854775808", "4294967296a", "NaN", "null", "0b101", "0o5", "5_0", "\v5", "5\f", "(5)",
    ];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        .. Refused.Select(static length => new WireCase($"Content-Length: {Uri.EscapeDataString(length)}", Post($"Content-Length: {length}\r\n", "hello"), "400 closed")),
        new("a length", Post("Content-Length: 5\r\n", "hello"), "200 kept") { Shows = "body=[hello]" },
        new("a length in another case", Post("cONTENT-lENGTH: 5\r\n", "hello"), "200 kept") { Shows = "body=[hello]" },
        new("a length with zeros in front", Post("Content-Length: 0005\r\n", "hello"), "200 kept") { Shows = "body=[hello]" },
        new("a length with blanks and tabs around", Post("Content-Length: \t 5 \t \r\n", "hello"), "200 kept") { Shows = "body=[hello]" },
        new("a length of zero", Post("Content-Length: 0\r\n", ""), "200 kept") { Shows = "body=[]" },
        new("no length is no content", Post("", ""), "200 kept") { Shows = "body=[]" },
        new("content nobody announced is no request", Post("", "hello\r\n\r\n"), "200 400 closed"),
        new("content longer than its length", Post("Content-Length: 3\r\n", "hello\r\n\r\n"), "200 400 closed"),
        new("a length on GET", "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", "200 kept") { Shows = "body=[hello]" },
        new("a request as content", Post("Content-Length: 31\r\n", "GET /in HTTP/1.1\r\nHost: h\r\n\r\n.."), "200 kept") { Hides = "GET /in 1.1" },
        new("a length in 1.0", "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello", "200 closed") { Shows = "body=[hello]" },
        new("two lengths that differ", Post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), "400 closed"),
        new("two lengths that agree", Post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), "400 closed"),
        new("two lengths, others between", Post("Content-Length: 5\r\nA: b\r\ncontent-length: 0\r\n", "hello"), "400 closed"),
        new("two lengths of zero", Post("Content-Length: 0\r\nContent-Length: 0\r\n", ""), "400 closed"),
        new("a length and an empty one", Post("Content-Length: 5\r\nContent-Length:\r\n", "hello"), "400 closed"),
        new("two lengths in 1.0", "POST / HTTP/1.0\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "400 closed"),
        new("a blank before the colon of the length", Post("Content-Length : 5\r\n", "hello"), "400 closed"),
        new("a folded length", Post("Content-Length:\r\n 5\r\n", "hello"), "400 closed"),
        new("names that only look like it", Post("Content_Length: 9\r\nContent-Lengthx: 9\r\nXContent-Length: 9\r\n", ""), "200 kept") { Shows = "body=[]" },
        new("content above the limit", Post("Content-Length: 1000001\r\n", ""), "413 closed"),
        new("the largest length there is", Post("Content-Length: 9223372036854775807\r\n", ""), "413 closed"),
        new("content above the limit, and sent", Post("Content-Length: 2000000\r\n", new string('x', 2_000_000)), "413 closed"),
        new("content as large as the limit", Post("Content-Length: 1000000\r\n", new string('x', 1_000_000)), "200 kept"),
    ];

    private static string Post(string fields, string body) => $"POST / HTTP/1.1\r\nHost: h\r\n{fields}\r\n{body}";
}
