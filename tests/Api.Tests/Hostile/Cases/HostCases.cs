namespace HttpActors.Tests.Hostile.Cases;

/// <summary>Host = uri-host [ ":" port ] (RFC 9110 section 7.2, RFC 9112 section 3.2, RFC 3986 section 3.2).</summary>
internal static class HostCases
{
    private static readonly string[] Valid =
    [
        "", "a", "A.B", "a.b.", "a-b", "a_b", "a~b", "xn--bcher-kva.example", "a!$&'()*+,;=b", "%41", "%c3%bc", "1", "127.0.0.1",
        "999.999.999.999", "a:80", "a:", "a:0", "a:65535", "127.0.0.1:8080", "[::1]", "[::1]:80", "[::]", "[::1]:", "[1:2:3:4:5:6:7:8]",
        "[1::8]", "[::ffff:1.2.3.4]", "[64:ff9b::1.2.3.4]", "[2001:DB8::1]", "[v1.a:b]", "[vF.~]", "a,b",
    ];

    private static readonly string[] Invalid =
    [
        ":", ":80", "a:b", "a:80b", "a:80:80", "a:-1", "a:+80", "a:0x50", "a:65536", "a:99999", "a:4294967376", "a: 80", "a :80",
        "a b", "a\tb", "a, b", "u@a", "u:p@a", "@a", "a@", "a/b", "/a", "a/", "a?b", "a#b", "a\\b", "http://a", "a|b", "a^b", "a`b",
        "{a}", "<a>", "\"a\"", "a%", "a%4", "a%zz", "%", "a\u00e4", "\u00ff", "[", "]", "[]", "[]:80", "[::1", "::1", "::1]", "1::8", "[::g]",
        "[:::1]", "[::1::]", "[1::2::3]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:7::8:9]", "[12345::]", "[:1]", "[1:]",
        "[::1.2.3]", "[::1.2.3.256]", "[::01.2.3.4]", "[::1.2.3.4:5]", "[1.2.3.4]", "[::1%25eth0]", "[::1%eth0]", "[fe80::1%1]", "[::1]a",
        "[::1]80", "[::1]:x", "a[::1]", "[v]", "[v.a]", "[v1.]", "[v1]", "[vg.a]", "[v1.a b]", "[::1]:80:80", "[a]", "[::1 ]", "[ ::1]",
    ];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        .. Valid.Select(static host => new WireCase($"Host: {Visible(host)}", Get($"Host: {host}\r\n"), "200 kept") { Shows = $"raw Host=[{host}]" }),
        .. Invalid.Select(static host => new WireCase($"Host: {Visible(host)}", Get($"Host: {host}\r\n"), "400 closed")),
        .. Invalid.Select(static host => new WireCase($"Host: {Visible(host)} in 1.0", Get($"Host: {host}\r\n", "1.0"), "400 closed")),
        new("no Host", Get(""), "400 closed"),
        new("no Host in 1.2", Get("", "1.2"), "400 closed"),
        new("no Host but another field", Get("Hos: a\r\nHostt: a\r\nX-Host: a\r\n"), "400 closed"),
        new("no Host in 1.0", Get("", "1.0"), "200 closed"),
        new("two Host lines that differ", Get("Host: a\r\nHost: b\r\n"), "400 closed"),
        new("two Host lines that agree", Get("Host: a\r\nHost: a\r\n"), "400 closed"),
        new("two Host lines in two cases", Get("Host: a\r\nhOST: a\r\n"), "400 closed"),
        new("two empty Host lines", Get("Host:\r\nHost:\r\n"), "400 closed"),
        new("three Host lines, others between", Get("Host: a\r\nA: b\r\nHost: a\r\nC: d\r\nHost: a\r\n"), "400 closed"),
        new("two Host lines in 1.0", Get("Host: a\r\nHost: a\r\n", "1.0"), "400 closed"),
        new("Host as the last line", Get("A: b\r\nC: d\r\nHOST:h\r\n"), "200 kept") { Shows = "raw HOST=[h]" },
        new("Host with blanks and tabs around", Get("Host: \t a:80 \t \r\n"), "200 kept") { Shows = "raw Host=[a:80]" },
        new("Host of blanks", Get("Host:  \t \r\n"), "200 kept") { Shows = "raw Host=[]" },
        new("a blank before the colon of Host", Get("Host : a\r\n"), "400 closed"),
        new("a tab before the colon of Host", Get("Host\t: a\r\n"), "400 closed"),
        new("NUL in Host", Get("Host: a\0b\r\n"), "400 closed"),
        new("DEL in Host", Get("Host: a\x7f\r\n"), "400 closed"),
        new("a folded Host", Get("Host:\r\n a\r\n"), "400 closed"),
        new("a long Host", Get($"Host: {new string('a', 4000)}\r\n"), "200 kept"),
        new("a Host trailer does not count", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost: a\r\n\r\n", "400 closed"),
    ];

    private static string Get(string fields, string version = "1.1") => $"GET / HTTP/{version}\r\n{fields}\r\n";

    private static string Visible(string text) => Uri.EscapeDataString(text).Replace("%20", " ", StringComparison.Ordinal);
}
