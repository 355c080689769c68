namespace HttpActors.Actors.Telemetry;

/// <summary>Attribute names and the rules for their values, after OpenTelemetry's semantic conventions for HTTP.</summary>
internal static class HttpAttributes
{
    public const string Method = "http.request.method";
    public const string OriginalMethod = "http.request.method_original";
    public const string StatusCode = "http.response.status_code";
    public const string Scheme = "url.scheme";
    public const string Path = "url.path";
    public const string Query = "url.query";
    public const string FullUrl = "url.full";
    public const string ResendCount = "http.request.resend_count";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ClientAddress = "client.address";
    public const string PeerAddress = "network.peer.address";
    public const string PeerPort = "network.peer.port";
    public const string ProtocolVersion = "network.protocol.version";
    public const string UserAgent = "user_agent.original";
    public const string ErrorType = "error.type";
    public const string EndReason = "httpactors.connection.end_reason";

    public const string Limit = "httpactors.limit";

    private const string OtherMethod = "_OTHER";

    /// <summary>Values that sign a URL: whoever has them has what they sign.</summary>
    private static readonly string[] Secrets = ["AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature"];

    /// <summary>Those of RFC 9110, PATCH and QUERY, case-sensitive; anything else is one value, so that clients cannot make series.</summary>
    public static string KnownMethod(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" or "QUERY" => method,
        _ => OtherMethod,
    };

    /// <summary>The span's name where no route is known: the method, <c>HTTP</c> for an unknown one.</summary>
    public static string SpanName(string knownMethod) => knownMethod == OtherMethod ? "HTTP" : knownMethod;

    /// <summary>The query with signatures replaced.</summary>
    public static string Redact(string query)
    {
        if (!Array.Exists(Secrets, name => query.Contains(name, StringComparison.Ordinal)))
        {
            return query;
        }

        return string.Join('&', query.Split('&').Select(static pair =>
        {
            var name = pair.Split('=', 2)[0];
            return Secrets.Contains(name, StringComparer.Ordinal) ? name + "=REDACTED" : pair;
        }));
    }

    /// <summary>A close reason as an attribute value: <c>peer_closed</c> for <see cref="CloseReason.PeerClosed"/>.</summary>
    public static string NameOf(CloseReason reason) => ReasonNames[(int)reason];

    /// <summary>Whether a connection that ended so ended in trouble.</summary>
    public static bool IsTrouble(CloseReason reason) => reason is not (CloseReason.PeerClosed or CloseReason.LastResponse
        or CloseReason.KeepAliveTimeout or CloseReason.ServerClosing or CloseReason.ServerStopped or CloseReason.Retired
        or CloseReason.TunnelEnded);

    private static readonly string[] ReasonNames = Array.ConvertAll(Enum.GetNames<CloseReason>(), SnakeCase);

    private static string SnakeCase(string name) => string.Concat(
        name.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
