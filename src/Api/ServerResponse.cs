using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>The response to one request (<c>http.ServerResponse</c>).</summary>
/// <example>
/// <code>
/// response.StatusCode = 201;
/// response.SetHeader("Location", "/things/7");
/// await response.WriteAsync("made "u8.ToArray());
/// await response.EndAsync("a thing"u8.ToArray());
/// </code>
/// </example>
public partial class ServerResponse : OutgoingMessage, IExchangeParty
{
    private readonly ServerExchange _exchange;
    private int _statusCode = 200;
    private string? _statusMessage;

    /// <summary>For classes of one's own, see <see cref="HttpServerOptions.CreateResponse"/>.</summary>
    /// <param name="context">As it was given.</param>
    protected ServerResponse(ServerResponseContext context)
        : this(context.Exchange, context.Request)
    {
    }

    internal ServerResponse(ServerExchange exchange, IncomingMessage request)
        : base(exchange)
    {
        _exchange = exchange;
        Request = request;
    }

    /// <summary>What is answered.</summary>
    public IncomingMessage Request { get; }

    /// <summary>The connection.</summary>
    public new NetSocket Socket => base.Socket!;

    /// <summary>The status code, 200 to 999. Default 200.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_HTTP_INVALID_STATUS_CODE</c>; 1xx is not a final status.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public int StatusCode
    {
        get => _statusCode;
        set
        {
            EnsureHeadOpen();
            _statusCode = CheckStatusCode(value);
        }
    }

    /// <summary>The reason phrase. Null, the default: the usual one of the code, <c>unknown</c> where there is none.</summary>
    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_CHAR</c>.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public string? StatusMessage
    {
        get => _statusMessage;
        set
        {
            EnsureHeadOpen();
            _statusMessage = CheckReason(value);
        }
    }

    /// <summary>
    /// Whether a body that is longer or shorter than its <c>Content-Length</c> throws
    /// <c>ERR_HTTP_CONTENT_LENGTH_MISMATCH</c>. False: what is beyond the length is left out, and the connection is closed
    /// behind a body that is too short. Default true, see <see cref="HttpServerOptions.StrictContentLength"/>.
    /// </summary>
    public bool StrictContentLength { get; set; } = true;

    /// <summary>Whether a <c>Date</c> field is added. Default true.</summary>
    public bool SendDate { get; set; } = true;

    /// <summary>
    /// Octets of the body that were put on their way to the client so far, without heads and chunk framing; 0 where the body
    /// is dropped, as in answers to HEAD. The operating system has taken all of them but the last
    /// <see cref="OutgoingMessage.BufferedBytes"/>, and every one once <see cref="OutgoingMessage.IsFinished"/>. An answer
    /// that the server gives by itself, such as 500 for a handler that threw, is not counted. Any thread; what other threads
    /// write counts once the connection's turn has taken it.
    /// </summary>
    public long BodyBytesWritten => _exchange.BodyBytes;

    int IExchangeParty.StatusCode => _statusCode;

    string? IExchangeParty.StatusMessage => _statusMessage;

    ReadOnlySpan<HeaderField> IExchangeParty.Fields => HeaderFields;

    OmittedFields IExchangeParty.Omit => SendDate ? OmittedHeaders : OmittedHeaders | OmittedFields.Date;

    ReadOnlySpan<HeaderField> IExchangeParty.Trailers => TrailerFields;

    bool IExchangeParty.FollowsEnd => HasEndListeners || Request.FollowsClose;

    /// <summary>
    /// Builds the head. It leaves with the first octets of the body, so that <c>WriteHead(…)</c> and <c>End(data)</c>
    /// together still have a Content-Length.
    /// </summary>
    /// <param name="statusCode">200 to 999.</param>
    /// <param name="statusMessage">The reason phrase; null for the usual one.</param>
    /// <param name="headers">Fields beside those already set; a name that was set is replaced, repeated pairs are all sent. Null: none.</param>
    /// <returns>This response.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>: the head is built already.</exception>
    /// <exception cref="HttpRangeException"><c>ERR_HTTP_INVALID_STATUS_CODE</c>; for 1xx use <c>WriteContinue</c> or <c>WriteInformation</c>.</exception>
    public ServerResponse WriteHead(
        int statusCode, string? statusMessage = null, IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        EnsureHeadOpen("write");
        CheckStatusCode(statusCode);
        CheckReason(statusMessage);
        if (headers is not null)
        {
            Headers.Merge(headers);
        }

        _statusCode = statusCode;
        _statusMessage = statusMessage ?? _statusMessage;
        BuildHead();
        return this;
    }

    /// <summary>Builds the head with header fields and the usual reason phrase.</summary>
    /// <inheritdoc cref="WriteHead(int, string?, IEnumerable{KeyValuePair{string, string}}?)"/>
    public ServerResponse WriteHead(int statusCode, IEnumerable<KeyValuePair<string, string>> headers) =>
        WriteHead(statusCode, null, headers);

    /// <summary>Every new collection of header fields follows the server's options.</summary>
    private protected override HttpHeaders CreateHeaders() => _exchange.UniqueHeaders is { } names
        ? new HttpHeaders { IsJoining = true, UniqueNames = names }
        : new HttpHeaders();

    bool IExchangeParty.OnTimeout()
    {
        // Node's order: the request, while it is incomplete, then the response; both are told.
        var request = Request.RaiseTimedOut();
        return RaiseTimedOut() || request;
    }

    void IExchangeParty.OnRequestComplete(FieldSection trailers) => Request.OnComplete(trailers);

    void IExchangeParty.OnDrained() => RaiseDrained();

    void IExchangeParty.OnDrainFailed(Exception error) => FaultDrain(error);

    void IExchangeParty.OnFinished() => RaiseFinished();

    void IExchangeParty.OnClosed(Exception? error)
    {
        // Node's order: the response is closed before its request.
        try
        {
            RaiseClosed(error);
        }
        finally
        {
            Request.OnClosed(error);
        }
    }

    private static int CheckStatusCode(int value)
    {
        if (value is >= 100 and <= 199)
        {
            throw new HttpRangeException(
                "ERR_HTTP_INVALID_STATUS_CODE",
                "statusCode",
                $"{value} is informational and cannot end an exchange: use WriteContinue or WriteInformation.");
        }

        return value is >= 200 and <= 999
            ? value
            : throw new HttpRangeException("ERR_HTTP_INVALID_STATUS_CODE", "statusCode", $"Invalid status code: {value}");
    }

    private static string? CheckReason(string? value) => value is null || Grammar.IsFieldValue(value)
        ? value
        : throw new HttpArgumentException("ERR_INVALID_CHAR", "Invalid character in statusMessage", nameof(value));

    private void EnsureHeadOpen(string verb = "set")
    {
        if (HeadersSent)
        {
            throw new HttpStateException("ERR_HTTP_HEADERS_SENT", $"Cannot {verb} headers after they are sent to the client");
        }
    }
}
