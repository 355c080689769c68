using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace HttpActors;

/// <summary>What is requested, and how (<c>http.request</c>'s options). Never changed by the library.</summary>
/// <example>
/// <code>
/// var response = await Http.GetAsync("http://127.0.0.1:8080/", new ClientRequestOptions
/// {
///     Headers = new Dictionary&lt;string, string&gt; { ["Accept"] = "text/plain" },
///     HeadersTimeout = TimeSpan.FromSeconds(10),
///     MaxRedirects = 5,
///     Retry = new HttpRetryOptions { MaxRetries = 2 },
/// });
/// Console.WriteLine(await response.ReadStringAsync());
/// </code>
/// </example>
public sealed class ClientRequestOptions
{
    internal static ClientRequestOptions Default { get; } = new();

    internal string? HostGiven { get; private init; }

    internal string? PathGiven { get; private init; }

    internal int? PortGiven { get; private init; }

    /// <summary>Whether host and port say all about the connection.</summary>
    internal bool IsPlain => SocketPath is null && Connect is null && ConnectStream is null && Lookup is null && Family == AddressFamily.Unspecified
        && LocalEndPoint is null && NoDelay is null && TcpKeepAlive is null && TcpKeepAliveDelay is null && ConnectTimeout is null;

    /// <summary>The server's name or address. Default <c>localhost</c>.</summary>
    public string Host { get => HostGiven ?? "localhost"; init => HostGiven = value; }

    /// <summary>The same; it wins over <see cref="Host"/>. Null: not given.</summary>
    public string? Hostname { get; init; }

    /// <summary>The server's port, 0 to 65,535. Default 80.</summary>
    public int Port { get => PortGiven ?? DefaultPort ?? 80; init => PortGiven = value; }

    /// <summary>The port where none is given, and the one that <c>Host</c> does not name. Null: 80.</summary>
    public int? DefaultPort { get; init; }

    /// <summary>The scheme, with or without its colon; only <c>http</c> is spoken. Null: http.</summary>
    public string? Protocol { get; init; }

    /// <summary>The method: a token; sent in upper case. Default GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The target with its query. Default <c>/</c>. Blanks, controls and characters above 0xFF are refused, not escaped.</summary>
    public string Path { get => PathGiven ?? "/"; init => PathGiven = value; }

    /// <summary>Header fields: <see cref="HttpHeaders"/>, a dictionary, or pairs with duplicates. Null: none.</summary>
    public IEnumerable<KeyValuePair<string, string>>? Headers { get; init; }

    /// <summary>Header lines that are sent as they are, without any that is added by default. Null: <see cref="Headers"/> counts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? RawHeaders { get; init; }

    /// <summary>Whether <c>Host</c> is added where it is not among the headers. Default true.</summary>
    public bool SetHost { get; init; } = true;

    /// <summary>Whether <c>Host</c>, <c>Connection</c> and the fields of the body's framing are added. Default true.</summary>
    public bool SetDefaultHeaders { get; init; } = true;

    /// <summary><c>user:password</c> for basic authentication, unless <c>Authorization</c> is among the headers. Null: none.</summary>
    public string? Auth { get; init; }

    /// <summary>The pool. Null: <see cref="Http.GlobalAgent"/>.</summary>
    public HttpAgent? Agent { get; init; }

    /// <summary>Whether the connection is pooled. False: the request gets one of its own, closed after it. Default true.</summary>
    public bool UseAgent { get; init; } = true;

    /// <summary>Cancels the request at any stage, the response's body included; the error is an <see cref="HttpAbortException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// How long nothing may move on the connection, its making included, before <see cref="OutgoingMessage.TimedOut"/>;
    /// without a listener the request is then destroyed. Zero, the default, or infinite: for ever; the agent's time is that
    /// of idle connections only.
    /// </summary>
    public TimeSpan Timeout { get; init => field = Ranges.TimeLimit(value); }

    /// <summary>From the look-up to the established connection. Null: the agent's; zero or infinite: no limit.</summary>
    public TimeSpan? ConnectTimeout { get; init => field = Ranges.TimeLimit(value, nameof(ConnectTimeout)); }

    /// <summary>From the end of the request to the response's head. Null: the agent's; zero or infinite: no limit.</summary>
    public TimeSpan? HeadersTimeout { get; init => field = Ranges.TimeLimit(value, nameof(HeadersTimeout)); }

    /// <summary>Between two pieces of the response's body, waiting to be taken included. Null: the agent's; zero or infinite: no limit.</summary>
    public TimeSpan? BodyTimeout { get; init => field = Ranges.TimeLimit(value, nameof(BodyTimeout)); }

    /// <summary>Octets of the response's head. Null: the agent's.</summary>
    public int? MaxHeaderSize { get; init; }

    /// <summary>Header lines of the response. Null: the agent's; 0: no limit.</summary>
    public int? MaxHeadersCount { get; init; }

    /// <summary>
    /// Names whose values make one line, joined with "; ", however many are given; <c>Cookie</c> always does. Not for
    /// <see cref="RawHeaders"/>. Null: none.
    /// </summary>
    public IReadOnlyCollection<string>? UniqueHeaders { get; init; }

    /// <summary>
    /// Whether fields of the response that can occur once, such as <c>Content-Type</c>, are joined with ", " when they
    /// occur twice. Default false: the first line counts.
    /// </summary>
    public bool JoinDuplicateHeaders { get; init; }

    /// <summary>Octets of the response's body, as they come: coded where it is. Null: the agent's; 0: no limit.</summary>
    public long? MaxResponseSize { get; init => field = value is { } size ? Ranges.AtLeast(0, size) : null; }

    /// <summary>
    /// Redirections that <c>RequestAsync</c> and <c>GetAsync</c> follow; one more fails with <c>ERR_HTTP_TOO_MANY_REDIRECTS</c>.
    /// Credentials are not sent to another origin. Default 0: a redirection is a response like any other, as in Node.
    /// <c>Request</c> and <c>Get</c> refuse them: what is written piece by piece cannot be sent again, and their
    /// request is one exchange on one connection, each of its events raised once.
    /// </summary>
    public int MaxRedirects { get; init => field = Ranges.AtLeast(0, value); }

    /// <summary>
    /// How <c>RequestAsync</c> and <c>GetAsync</c> try again what failed. Null, the default: they do not. <c>Request</c>
    /// and <c>Get</c> refuse it, as <see cref="MaxRedirects"/>.
    /// </summary>
    public HttpRetryOptions? Retry { get; init; }

    /// <summary>
    /// Whether <c>Accept-Encoding</c> is sent, where it is not among the headers, and a body in gzip, deflate or br
    /// decoded. The headers stay as they were received. Default false.
    /// </summary>
    public bool Decompress { get; init; }

    /// <summary>A Unix socket in place of host and port; those then only make up <c>Host</c>. Null: TCP.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Makes the connection in place of a socket. Requests share it only where they give the same function. Null: the agent's way.</summary>
    public Func<CancellationToken, ValueTask<IDuplexPipe>>? Connect { get; init; }

    /// <summary>Makes the connection as a stream, TLS for instance; disposed with the connection. <see cref="Connect"/> wins. Null: the agent's way.</summary>
    public Func<CancellationToken, ValueTask<Stream>>? ConnectStream { get; init; }

    /// <summary>Turns the name into addresses, for each new connection. Null: the system does.</summary>
    public Func<string, CancellationToken, ValueTask<IPAddress[]>>? Lookup { get; init; }

    /// <summary>Only addresses of this family. Default <see cref="AddressFamily.Unspecified"/>: IPv6 and IPv4 side by side (RFC 8305).</summary>
    public AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    /// <summary>The address of this machine that the connection comes from; port 0 for any. Null: the system chooses.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>Whether small packets leave at once (TCP_NODELAY). Null: the agent's.</summary>
    public bool? NoDelay { get; init; }

    /// <summary>Whether TCP checks an idle connection. Null: the agent's.</summary>
    public bool? TcpKeepAlive { get; init; }

    /// <summary>When TCP begins to check. Null: the agent's.</summary>
    public TimeSpan? TcpKeepAliveDelay { get; init; }
}
