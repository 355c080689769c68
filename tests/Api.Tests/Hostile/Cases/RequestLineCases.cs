namespace HttpActors.Tests.Hostile.Cases;

/// <summary>request-line = method SP request-target SP HTTP-version (RFC 9112 section 3), and the lines before it.</summary>
internal static class RequestLineCases
{
    private const string Rest = "\r\nHost: h\r\n\r\n";

    private static readonly string[] Methods = ["GET", "get", "FOO", "M-SEARCH", "QUERY", "PRI", "G", "!#$%&'*+-.^_`|~0aZ", "TRACE", "DELETE", "GETGET", "HTTP"];

    // What a token cannot hold, within a method.
    private const string NotInTokens = "\0\x01\b\t\v\f\x1b\"(),/:;<=>?@[\\]{}\x7f\u0080\u00e4\u00ff";

    private static readonly string[] BadVersions =
    [
        "", "HTTP", "HTTP/", "HTTP/1", "HTTP/1.", "HTTP/.1", "HTTP/1.1.1", "HTTP/1.11", "HTTP/11.1", "HTTP/01.1", "HTTP/1.01", "HTTP/1,1", "HTTP/1 .1",
        "HTTP/ 1.1", "HTTP /1.1", "HTTP/1.1 ", "HTTP/1.1\t", "HTTP/1.1a", "HTTP/1.a", "HTTP/a.1", "HTTP/+1.1", "HTTP/-1.1", "http/1.1", "Http/1.1", "HTTPS/1.1",
        "HTP/1.1", "XHTTP/1.1", "ICY/1.1", "SIP/2.0", "RTSP/1.0", "1.1", "HTTP/2", "HTTP/2.", "HTTP/2.00", "HTTP/20.0", "HTTP/\u00b9.1", "HTTP\\1.1", "HTTP/1.1\0", "HTTP/1.1\v",
    ];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        .. Methods.Select(static method => new WireCase($"method {method}", $"{method} / HTTP/1.1{Rest}", "200 kept") { Shows = $"{method} / 1.1" }),
        .. NotInTokens.Select(static c => new WireCase($"0x{(int)c:x2} in the method", $"G{c}T / HTTP/1.1{Rest}", "400 closed")),
        .. NotInTokens.Select(static c => new WireCase($"0x{(int)c:x2} before the method", $"{c}GET / HTTP/1.1{Rest}", "400 closed")),
        .. BadVersions.Select(static version => new WireCase($"version {Uri.EscapeDataString(version)}", $"GET / {version}{Rest}", "400 closed")),
        .. new[] { "0.9", "0.0", "2.0", "2.1", "3.0", "9.9" }.Select(static version => new WireCase($"version {version}", $"GET / HTTP/{version}{Rest}", "505 closed")),
        .. new[] { "1.1", "1.2", "1.9" }.Select(static version => new WireCase($"version {version} is served as 1.1", $"GET / HTTP/{version}{Rest}", "200 kept") { Shows = "GET / 1.1" }),
        new("version 1.0", $"GET / HTTP/1.0{Rest}", "200 closed") { Shows = "GET / 1.0" },
        new("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 closed"),
        new("HTTP/0.9", "GET /\r\n", "400 closed"),
        new("HTTP/0.9 with LF", "GET /\n", "400 closed"),
        new("a method alone", "GET\r\n\r\n", "400 closed"),
        new("a version alone", "HTTP/1.1\r\n\r\n", "400 closed"),
        new("a response", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "400 closed"),
        new("no method", $" / HTTP/1.1{Rest}", "400 closed"),
        new("two blanks after the method", $"GET  / HTTP/1.1{Rest}", "400 closed"),
        new("two blanks after the target", $"GET /  HTTP/1.1{Rest}", "400 closed"),
        new("a tab after the method", $"GET\t/ HTTP/1.1{Rest}", "400 closed"),
        new("a tab after the target", $"GET /\tHTTP/1.1{Rest}", "400 closed"),
        new("a blank and a tab", $"GET \t/ HTTP/1.1{Rest}", "400 closed"),
        new("a blank before the method", $" GET / HTTP/1.1{Rest}", "400 closed"),
        new("a form feed as blank", $"GET\f/ HTTP/1.1{Rest}", "400 closed"),
        new("no-break spaces", $"GET\u00a0/\u00a0HTTP/1.1{Rest}", "400 closed"),
        new("a byte order mark", $"\u00ef\u00bb\u00bfGET / HTTP/1.1{Rest}", "400 closed"),
        new("a bare LF after the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n", "400 closed"),
        new("a bare CR after the request line", "GET / HTTP/1.1\rHost: h\r\n\r\n", "400 closed"),
        new("CR CR LF after the request line", "GET / HTTP/1.1\r\r\nHost: h\r\n\r\n", "400 closed"),
        new("LF CR after the request line", "GET / HTTP/1.1\n\rHost: h\r\n\r\n", "400 closed"),
        new("LF everywhere", "GET / HTTP/1.1\nHost: h\n\n", "400 closed"),
        new("a bare CR in the request line", $"GET / HTTP/1.1\r X{Rest}", "400 closed"),
        new("one empty line before", $"\r\nGET / HTTP/1.1{Rest}", "200 kept"),
        new("eight empty lines before", $"\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1{Rest}", "200 kept"),
        new("nine empty lines before", $"\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1{Rest}", "400 closed"),
        new("a bare LF before", $"\nGET / HTTP/1.1{Rest}", "400 closed"),
        new("a bare CR before", $"\rGET / HTTP/1.1{Rest}", "400 closed"),
        new("CR CR LF before", $"\r\r\nGET / HTTP/1.1{Rest}", "400 closed"),
        new("CRLF LF before", $"\r\n\nGET / HTTP/1.1{Rest}", "400 closed"),
        new("CRLF and a blank before", $"\r\n GET / HTTP/1.1{Rest}", "400 closed"),
        new("a method of 100 octets", $"{new string('M', 100)} / HTTP/1.1{Rest}", "200 kept"),
        new("a method longer than any", $"{new string('M', 65_536)} / HTTP/1.1{Rest}", "501 closed"),
        new("a TLS hello", "\x16\x03\x01\x02\0\x01\0\x01\u00fc\x03\x03", "400 closed"),
        new("the PROXY protocol", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "400 closed"),
        new("SSH", "SSH-2.0-OpenSSH_9.6\r\n", "400 closed"),
        new("zeros", new string('\0', 100), "400 closed"),
    ];
}
