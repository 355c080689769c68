using System.Net;
using HttpActors.Actors.Client;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>A message that is being received: on a server a client's request, on a client the response (<c>http.IncomingMessage</c>).</summary>
/// <remarks>
/// The head is complete when user code sees it. The body arrives while somebody takes it, in one way: as events or an
/// observable, as a reader, as an asynchronous sequence, or whole. While nobody takes it the socket is not read; once
/// the response is complete the rest is thrown away.
/// </remarks>
/// <example>
/// <code>
/// if (request.Method == "POST" &amp;&amp; request.Headers["content-type"] == "text/plain")
/// {
///     await foreach (var piece in request.ReadChunksAsync())
///     {
///         Console.WriteLine(piece.Length);
///     }
/// }
/// </code>
/// A response:
/// <code>
/// var response = await Http.GetAsync("http://127.0.0.1:8080/");
/// Console.WriteLine($"{response.StatusCode} {response.Headers["content-type"]}");
/// await response.CopyToAsync(Console.OpenStandardOutput());
/// </code>
/// </example>
public partial class IncomingMessage
{
    private readonly MessageExchange _exchange;
    private readonly RequestHead? _request;
    private readonly ResponseHead? _response;
    private readonly bool _decodes;
    private HttpHeaders? _headers;

    /// <summary>For classes of one's own, see <see cref="HttpServerOptions.CreateIncomingMessage"/>.</summary>
    /// <param name="context">As it was given.</param>
    protected IncomingMessage(IncomingMessageContext context)
        : this(context.Exchange)
    {
    }

    internal IncomingMessage(ServerExchange exchange)
    {
        _exchange = exchange;
        _request = exchange.Request;
    }

    internal IncomingMessage(ClientExchange exchange, ResponseHead response, bool decodes = false)
    {
        _decodes = decodes;
        _exchange = exchange;
        _response = response;
    }

    /// <summary>The request method, case-sensitive; any token. Null for a response.</summary>
    public string? Method => _request?.Method;

    /// <summary>The request target as the client sent it, with its query; nothing is decoded (RFC 9112 section 3.2). Empty for a response.</summary>
    public string Url => _request?.Target ?? "";

    /// <summary>The status code of a response, 100 to 999; 0 for a request.</summary>
    public int StatusCode => _response?.StatusCode ?? 0;

    /// <summary>The reason phrase of a response as it was received, maybe empty; empty for a request.</summary>
    public string StatusMessage => _response?.ReasonPhrase ?? "";

    /// <summary>1.0 or 1.1; a higher minor version of the client counts as 1.1.</summary>
    public Version HttpVersion => (_request?.VersionMinor ?? (_response!.IsHttp10 ? 0 : 1)) == 0 ? System.Net.HttpVersion.Version10 : System.Net.HttpVersion.Version11;

    /// <summary>
    /// The header fields. Read on first use. With an absolute URI as target, <c>host</c> is that of the URI and not what
    /// the Host field says (RFC 9112 section 3.2.2).
    /// </summary>
    public HttpHeaders Headers => _headers ??= new HttpHeaders(
        _request?.EffectiveFields() ?? _response!.Fields.ToArray(), _exchange.JoinsDuplicates);

    /// <summary>Every header line: order, case, duplicates and values as received.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RawHeaders =>
        _request is { TargetForm: TargetForm.Absolute } ? new HttpHeaders(_request.Fields.ToArray()).Raw : Headers.Raw;

    /// <summary>The fields after a chunked body; empty until the body has ended, and where there were none.</summary>
    public HttpHeaders Trailers => _extras?.Trailers ?? NoTrailers;

    /// <summary>The connection. Never null on a server; on a client null once it was given back to the pool, where it serves other requests.</summary>
    public NetSocket? Socket => _exchange.Held is { } connection ? NetSocket.Of(connection) : null;

    /// <summary>The request that this answers, on a client; behind a redirection the last one. Null on a server.</summary>
    public ClientRequest? Request => (_exchange as ClientExchange)?.Party as ClientRequest;

    /// <summary>Whether the connection was taken over with this message, by <c>CONNECT</c> or an upgrade.</summary>
    public bool Upgrade => _exchange.Held is { Raw: not null };

    /// <summary>Whether the whole message has been received from the wire.</summary>
    public bool IsComplete => _exchange.IsReceived;

    internal MessageExchange Exchange => _exchange;

    private static HttpHeaders NoTrailers { get; } = new([]);

    /// <summary>The target as a URI: an absolute one as it is, a path with the Host field.</summary>
    /// <returns>The URI.</returns>
    /// <exception cref="HttpException">
    /// <c>ERR_HTTP_TARGET_INVALID</c>: the target and the Host field are legal on the wire but make no URI. A handler that
    /// does not catch it answers 400.
    /// </exception>
    /// <exception cref="InvalidOperationException">This is a response.</exception>
    public Uri GetUri()
    {
        var text = _request?.TargetForm switch
        {
            null => throw new InvalidOperationException("A response has no target."),
            TargetForm.Absolute => Url,
            TargetForm.Authority => $"http://{Url}/",
            TargetForm.Asterisk => $"http://{Headers.Get("host") ?? "localhost"}/",
            _ => $"http://{Headers.Get("host") ?? "localhost"}{Url}",
        };
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : throw NoUri();
    }

    private static HttpException NoUri() =>
        new("ERR_HTTP_TARGET_INVALID", "The request's target and its Host field make no URI.") { ResponseStatusCode = 400 };

    /// <summary>Breaks the exchange and its connection. Any thread; a complete exchange is left alone.</summary>
    /// <param name="error">Why; null: no reason is given.</param>
    public void Destroy(Exception? error = null) => _exchange.Destroy(error);

    /// <inheritdoc/>
    public override string ToString() => _request is null ? $"{StatusCode} {StatusMessage}" : $"{Method} {Url}";
}
