namespace HttpActors.Tests.Hostile.Cases;

/// <summary>The four forms of a request target and the characters they may hold (RFC 9112 section 3.2).</summary>
internal static class TargetCases
{
    // Broken escapes and characters that a URI should not hold are the user's business: they come through untouched.
    private static readonly string[] Passed =
    [
        "/", "//", "//a", "/?", "/a?b?c", "/a/../b", "/%00", "/%zz", "/%", "/%4", "/a%2", "/?%", "/a|b", "/{a}", "/a\"b", "/<a>", "/a\\b", "/`^",
        "/a;b=c", "/*", "/:80", "/@a", "/[::1]", "/~!$&'()*+,;=:@", "/http://b/", "http://b", "http://b/", "HTTP://b/", "hTtP://B:80/c?d", "http://b?c",
        "http://b:", "http://[::1]/", "https://b/", "http://b/%zz", "http://b//",
    ];

    private static readonly string[] Refused =
    [
        "", "a", "a/b", "?", "?a", "*", "**", "*/", ".", "..", "./a", "a:80", "[::1]:80", "127.0.0.1", "127.0.0.1:80", "/#", "/a#b", "#", "/?#", "http://b/#", "http://b#c",
        "http:", "http:/", "http://", "http:///", "http:///a", "http://?a", "http://:80", "http://:80/", "http://:/", "http:b", "http:/b", "://b/", ":", "//",
        "http://u@b/", "http://u:p@b/", "http://@b/", "http://b@/", "http://b c/", "http://[::1/", "http://[::g]/", "http://b:x/", "http://b:65536/", "http://b:80:80/",
        "http://b%/", "http://b%zz/", "http://b\\c/", "1http://b/", "-://b/", "ht_tp://b/", "ht%74p://b/", "mailto:a", "urn:a:b", "http//b", "\\a",
        "/\x00", "/\x01", "/\x1f", "/\x7f", "/\x80", "/\u00e4", "/\u00ff", "/a\tb", "/a\vb", "/a\fb", "/a\rb", "/a\nb", "/a b",
    ];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        .. Passed.Select(static target => new WireCase($"GET {target}", Request("GET", target), "200 kept") { Shows = $"GET {target} 1.1\n" }),
        .. Refused.Where(static target => target != "//").Select(static target => new WireCase($"GET {Uri.EscapeDataString(target)}", Request("GET", target), "400 closed")),
        new("absolute-form wins over Host", Request("GET", "http://b:81/c"), "200 kept") { Shows = "host=[b:81]" },
        new("absolute-form leaves the line as it was", Request("GET", "http://b:81/c"), "200 kept") { Shows = "raw Host=[h]" },
        new("absolute-form and an empty Host", "GET http://b/ HTTP/1.1\r\nHost:\r\n\r\n", "200 kept") { Shows = "host=[b]" },
        new("absolute-form does not excuse a missing Host", "GET http://b/ HTTP/1.1\r\n\r\n", "400 closed"),
        new("absolute-form does not excuse two Hosts", "GET http://b/ HTTP/1.1\r\nHost: b\r\nHost: b\r\n\r\n", "400 closed"),
        new("absolute-form does not excuse a bad Host", "GET http://b/ HTTP/1.1\r\nHost: b c\r\n\r\n", "400 closed"),
        new("absolute-form in 1.0 without Host", "GET http://b/ HTTP/1.0\r\n\r\n", "200 closed") { Shows = "GET http://b/ 1.0" },
        new("absolute-form with OPTIONS", Request("OPTIONS", "http://b"), "200 kept"),
        new("asterisk-form with OPTIONS", Request("OPTIONS", "*"), "200 kept") { Shows = "OPTIONS * 1.1" },
        new("origin-form with OPTIONS", Request("OPTIONS", "/"), "200 kept"),
        new("asterisk-form with more behind it", Request("OPTIONS", "*/"), "400 closed"),
        new("asterisk-form with a query", Request("OPTIONS", "*?a"), "400 closed"),
        new("asterisk-form with POST", Request("POST", "*"), "400 closed"),
        new("asterisk-form with HEAD", Request("HEAD", "*"), "400 closed"),
        new("asterisk-form with options", Request("options", "*"), "400 closed"),
        new("authority-form with OPTIONS", Request("OPTIONS", "a:80"), "400 closed"),
        new("authority-form with POST", Request("POST", "a:80"), "400 closed"),
        .. new[] { "/", "*", "a", "a:", ":80", "a:x", "a:65536", "a:0", "http://a:80/", "a:80/", "u@a:80", "[::1]", "[::1:80", "a b:80", "a:80#" }
            .Select(static target => new WireCase($"CONNECT {target}", Request("CONNECT", target), "400 closed")),
        new("a target of 8,000 octets", Request("GET", "/" + new string('a', 7999)), "200 kept"),
        new("a target of 64 KiB", Request("GET", "/" + new string('a', 65_535)), "414 closed"),
        new("an absolute-form target of 64 KiB", Request("GET", "http://" + new string('a', 65_536) + "/"), "414 closed"),
        new("a query of a megabyte", Request("GET", "/?" + new string('a', 1_000_000)), "414 closed"),
    ];

    private static string Request(string method, string target) => $"{method} {target} HTTP/1.1\r\nHost: h\r\n\r\n";
}
