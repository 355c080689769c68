namespace HttpActors.Tests.Hostile.Cases;

/// <summary>Too much of what is legal (RFC 9112 sections 2.3 and 3, RFC 6585 section 5).</summary>
internal static class FloodCases
{
    private const string Line = "GET / HTTP/1.1\r\nHost: h\r\n";
    private const string Chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static IReadOnlyList<WireCase> All { get; } =
    [
        new("empty lines without end", string.Concat(Enumerable.Repeat("\r\n", 10_000)), "400 closed"),
        new("empty lines without end behind a request", Line + "\r\n" + string.Concat(Enumerable.Repeat("\r\n", 10_000)), "200 400 closed"),
        new("line feeds without end", new string('\n', 10_000), "400 closed"),
        new("a head of 30,000 octets", Line + $"A: {new string('x', 29_960)}\r\n\r\n", "200 kept"),
        new("a value of 64 KiB", Line + $"A: {new string('x', 65_536)}\r\n\r\n", "431 closed"),
        new("a name of 64 KiB", Line + $"{new string('x', 65_536)}: a\r\n\r\n", "431 closed"),
        new("a value without end", Line + $"A: {new string('x', 500_000)}", "431 closed"),
        new("blanks without end", Line + $"A: {new string(' ', 500_000)}", "431 closed"),
        new("fields without end", Line + string.Concat(Enumerable.Repeat("A: b\r\n", 50_000)), "431 closed"),
        new("2,000 fields", Line + string.Concat(Enumerable.Repeat("A:b\r\n", 1999)) + "\r\n", "200 kept"),
        new("2,001 fields", Line + string.Concat(Enumerable.Repeat("A:b\r\n", 2000)) + "\r\n", "431 closed"),
        new("extensions of a megabyte", Chunked + "5;a=" + new string('x', 1_000_000), "413 closed") { Ran = 1 },
        new("a quoted extension of a megabyte", Chunked + "5;a=\"" + new string('x', 1_000_000), "413 closed") { Ran = 1 },
        new("blanks of a megabyte before an extension", Chunked + "5" + new string(' ', 1_000_000), "413 closed") { Ran = 1 },
        new("extensions over many tiny chunks", Chunked + string.Concat(Enumerable.Repeat("1;a=0123456789\r\nx\r\n", 2_000)), "413 closed") { Ran = 1 },
        new("many tiny chunks", Chunked + string.Concat(Enumerable.Repeat("1\r\nx\r\n", 3_000)) + "0\r\n\r\n", "200 kept"),
        new("a bad request and a lot behind it", "BAD\r\n\r\n" + new string('x', 2_000_000), "400 closed"),
    ];
}
