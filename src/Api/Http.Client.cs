namespace HttpActors;

/// <content>Requests.</content>
public static partial class Http
{
    private static HttpAgent? _globalAgent;

    /// <summary>The agent of requests that name none; made when it is first needed, replaceable.</summary>
    public static HttpAgent GlobalAgent
    {
        get
        {
            if (_globalAgent is null)
            {
                Interlocked.CompareExchange(ref _globalAgent, new HttpAgent(), null);
            }

            return _globalAgent;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Volatile.Write(ref _globalAgent, value);
        }
    }

    /// <summary>
    /// Makes a request; it asks for a connection at once. One must always call <c>End</c>, also where there is no body.
    /// </summary>
    /// <param name="options">What is requested.</param>
    /// <param name="callback">Called once with the response; added to <see cref="ClientRequest.ResponseReceived"/>. Null: nobody is told yet.</param>
    /// <returns>The request.</returns>
    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_HTTP_TOKEN</c>, <c>ERR_UNESCAPED_CHARACTERS</c>, <c>ERR_INVALID_PROTOCOL</c>, a header that cannot be; <c>ERR_INVALID_ARG_VALUE</c>: <see cref="ClientRequestOptions.MaxRedirects"/> or <see cref="ClientRequestOptions.Retry"/>.</exception>
    /// <exception cref="HttpRangeException"><c>ERR_SOCKET_BAD_PORT</c>, <c>ERR_OUT_OF_RANGE</c>.</exception>
    /// <exception cref="HttpStateException"><c>ERR_AGENT_CLOSED</c>.</exception>
    public static ClientRequest Request(ClientRequestOptions options, Action<IncomingMessage>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Begin(null, options, callback, ends: false);
    }

    /// <summary>Makes a request to a URL.</summary>
    /// <inheritdoc cref="Request(ClientRequestOptions, Action{IncomingMessage}?)"/>
    /// <param name="url">Absolute, of http; user information becomes basic authentication.</param>
    /// <param name="options">What they say wins over the URL. Null: nothing.</param>
    /// <param name="callback">Called once with the response; added to <see cref="ClientRequest.ResponseReceived"/>. Null: nobody is told yet.</param>
    public static ClientRequest Request(Uri url, ClientRequestOptions? options = null, Action<IncomingMessage>? callback = null) =>
        Begin(RequestTarget.Check(url), options, callback, ends: false);

    /// <inheritdoc cref="Request(Uri, ClientRequestOptions?, Action{IncomingMessage}?)"/>
    public static ClientRequest Request(string url, ClientRequestOptions? options = null, Action<IncomingMessage>? callback = null) =>
        Begin(RequestTarget.Parse(url), options, callback, ends: false);

    /// <inheritdoc cref="Request(Uri, ClientRequestOptions?, Action{IncomingMessage}?)"/>
    public static ClientRequest Request(string url, Action<IncomingMessage>? callback) => Request(url, null, callback);

    /// <summary>Makes a request without a body, and ends it. The method is still that of the options.</summary>
    /// <inheritdoc cref="Request(ClientRequestOptions, Action{IncomingMessage}?)"/>
    public static ClientRequest Get(ClientRequestOptions options, Action<IncomingMessage>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Begin(null, options, callback, ends: true);
    }

    /// <summary>Makes a request without a body to a URL, and ends it. The method is still that of the options.</summary>
    /// <inheritdoc cref="Request(Uri, ClientRequestOptions?, Action{IncomingMessage}?)"/>
    public static ClientRequest Get(Uri url, ClientRequestOptions? options = null, Action<IncomingMessage>? callback = null) =>
        Begin(RequestTarget.Check(url), options, callback, ends: true);

    /// <inheritdoc cref="Get(Uri, ClientRequestOptions?, Action{IncomingMessage}?)"/>
    public static ClientRequest Get(string url, ClientRequestOptions? options = null, Action<IncomingMessage>? callback = null) =>
        Begin(RequestTarget.Parse(url), options, callback, ends: true);

    /// <inheritdoc cref="Get(Uri, ClientRequestOptions?, Action{IncomingMessage}?)"/>
    public static ClientRequest Get(string url, Action<IncomingMessage>? callback) => Get(url, null, callback);

    /// <summary>Sends a request whole and waits for the head of its response; the body waits to be taken.</summary>
    /// <param name="options">What is requested.</param>
    /// <param name="body">The request's body; it must not change until the task completes. Default: none.</param>
    /// <param name="cancellationToken">Cancels the request, the response's body included; it wins over that of the options.</param>
    /// <returns>The response. The task faults with an <see cref="HttpException"/>, or an <see cref="HttpAbortException"/> when it was cancelled.</returns>
    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_HTTP_TOKEN</c>, <c>ERR_UNESCAPED_CHARACTERS</c>, <c>ERR_INVALID_PROTOCOL</c>, a header that cannot be.</exception>
    /// <exception cref="HttpRangeException"><c>ERR_SOCKET_BAD_PORT</c>, <c>ERR_OUT_OF_RANGE</c>.</exception>
    /// <exception cref="HttpStateException"><c>ERR_AGENT_CLOSED</c>.</exception>
    public static Task<IncomingMessage> RequestAsync(
        ClientRequestOptions options, ReadOnlyMemory<byte> body = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SendTo(null, options, body, cancellationToken);
    }

    /// <summary>Sends a request whole to a URL and waits for the head of its response; the body waits to be taken.</summary>
    /// <inheritdoc cref="RequestAsync(ClientRequestOptions, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="url">Absolute, of http; user information becomes basic authentication.</param>
    /// <param name="options">What they say wins over the URL. Null: nothing.</param>
    /// <param name="body">The request's body; it must not change until the task completes. Default: none.</param>
    /// <param name="cancellationToken">Cancels the request, the response's body included; it wins over that of the options.</param>
    public static Task<IncomingMessage> RequestAsync(
        Uri url, ClientRequestOptions? options = null, ReadOnlyMemory<byte> body = default, CancellationToken cancellationToken = default) =>
        SendTo(RequestTarget.Check(url), options, body, cancellationToken);

    /// <inheritdoc cref="RequestAsync(Uri, ClientRequestOptions?, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task<IncomingMessage> RequestAsync(
        string url, ClientRequestOptions? options = null, ReadOnlyMemory<byte> body = default, CancellationToken cancellationToken = default) =>
        SendTo(RequestTarget.Parse(url), options, body, cancellationToken);

    /// <summary>Sends a request without a body and waits for the head of its response; the body waits to be taken.</summary>
    /// <inheritdoc cref="RequestAsync(ClientRequestOptions, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task<IncomingMessage> GetAsync(ClientRequestOptions options, CancellationToken cancellationToken = default) =>
        RequestAsync(options, default, cancellationToken);

    /// <inheritdoc cref="RequestAsync(Uri, ClientRequestOptions?, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task<IncomingMessage> GetAsync(Uri url, ClientRequestOptions? options = null, CancellationToken cancellationToken = default) =>
        RequestAsync(url, options, default, cancellationToken);

    /// <inheritdoc cref="RequestAsync(Uri, ClientRequestOptions?, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task<IncomingMessage> GetAsync(string url, ClientRequestOptions? options = null, CancellationToken cancellationToken = default) =>
        RequestAsync(url, options, default, cancellationToken);

    /// <inheritdoc cref="RequestAsync(Uri, ClientRequestOptions?, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task<IncomingMessage> GetAsync(Uri url, CancellationToken cancellationToken) => GetAsync(url, null, cancellationToken);

    /// <inheritdoc cref="RequestAsync(Uri, ClientRequestOptions?, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task<IncomingMessage> GetAsync(string url, CancellationToken cancellationToken) => GetAsync(url, null, cancellationToken);

    private static ClientRequest Begin(Uri? url, ClientRequestOptions? options, Action<IncomingMessage>? callback, bool ends)
    {
        if (options is { MaxRedirects: > 0 } or { Retry: not null })
        {
            throw new HttpArgumentException(
                "ERR_INVALID_ARG_VALUE",
                "MaxRedirects and Retry need a request that can be sent again as a whole: use RequestAsync or GetAsync.",
                nameof(options));
        }

        var request = RequestBuilder.Create(url, options);
        if (callback is not null)
        {
            request.ResponseReceived += callback;
        }

        return request.Submit(ends);
    }

    private static Task<IncomingMessage> SendTo(
        Uri? url, ClientRequestOptions? options, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        options is { MaxRedirects: > 0 } or { Retry: not null }
            ? new RequestChain(options, body, cancellationToken).SendAsync(url)
            : Send(RequestBuilder.Create(url, options), body, cancellationToken);

    internal static Task<IncomingMessage> Send(ClientRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var response = request.ExpectResponse();
        request.Submit(ends: true, body, cancellationToken);
        return response;
    }
}
