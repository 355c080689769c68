namespace HttpActors;

/// <content>What can be changed on a request that was made.</content>
public sealed partial class ClientRequest
{
    /// <summary>
    /// Header lines that the response may have; more fail the request with <c>HPE_HEADER_OVERFLOW</c>. 0: no limit but
    /// the size. At first what the options say, else the agent's. It can be changed until the head is built.
    /// </summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public int MaxHeadersCount
    {
        get => _exchange.MaxHeadersCount;
        set
        {
            if (value < 0)
            {
                throw new HttpRangeException("ERR_OUT_OF_RANGE", nameof(value), "MaxHeadersCount must not be negative.");
            }

            if (HeadersSent)
            {
                throw new HttpStateException("ERR_HTTP_HEADERS_SENT", "Cannot set MaxHeadersCount after the head was sent.");
            }

            _exchange.SetMaxHeadersCount(value);
        }
    }

    /// <summary>
    /// Sets whether small packets leave at once (TCP_NODELAY), on the connection as soon as there is one. It stays so for
    /// the requests that the connection serves afterwards; <see cref="ClientRequestOptions.NoDelay"/> keeps such requests apart.
    /// </summary>
    /// <param name="noDelay">True: at once.</param>
    /// <returns>This request.</returns>
    public ClientRequest SetNoDelay(bool noDelay = true)
    {
        _exchange.SetUp(connection => connection.SetNoDelay(noDelay));
        return this;
    }

    /// <summary>
    /// Sets whether TCP checks the connection while nothing moves on it, as soon as there is one. It stays so for the
    /// requests that the connection serves afterwards.
    /// </summary>
    /// <param name="enable">True: it does.</param>
    /// <param name="initialDelay">How long nothing may move before the first check, in whole seconds and at least one; zero: one second.</param>
    /// <returns>This request.</returns>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public ClientRequest SetSocketKeepAlive(bool enable = false, TimeSpan initialDelay = default)
    {
        var delay = Ranges.TimeLimit(initialDelay, nameof(initialDelay));
        _exchange.SetUp(connection => connection.SetKeepAlive(enable, delay));
        return this;
    }

    /// <summary>Every new collection of header fields follows the options.</summary>
    private protected override HttpHeaders CreateHeaders() => _options.RawHeaders is null
        ? new HttpHeaders { IsJoining = true, UniqueNames = _options.UniqueHeaders }
        : new HttpHeaders();
}
