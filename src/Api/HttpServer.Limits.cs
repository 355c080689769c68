using HttpActors.Actors.Server;

namespace HttpActors;

/// <content>Times and limits that may change while the server runs; a change holds for connections that come after it.</content>
public sealed partial class HttpServer
{
    private bool _headersTimeoutSet;

    /// <summary>How long nothing may move on a connection, see <see cref="TimedOut"/>. Default 2 minutes; zero or infinite: for ever.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public TimeSpan Timeout
    {
        get => Current.InactivityTimeout;
        set => Change(Ranges.TimeLimit(value), static (settings, time) => settings with { InactivityTimeout = time });
    }

    /// <summary>The time a request head may take, then 408. Default 60 s, or <see cref="RequestTimeout"/> where that is shorter; zero: no limit.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative, or longer than <see cref="RequestTimeout"/>.</exception>
    public TimeSpan HeadersTimeout
    {
        get => Current.HeadersTimeout;
        set
        {
            HttpServerOptions.CheckRelation(value, RequestTimeout, nameof(HeadersTimeout));
            Change(Ranges.TimeLimit(value), static (settings, time) => settings with { HeadersTimeout = time });
            _headersTimeoutSet = true;
        }
    }

    /// <summary>The time a whole request may take from its first octet, then 408. Default zero: no limit.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative, or shorter than a <see cref="HeadersTimeout"/> that was set.</exception>
    public TimeSpan RequestTimeout
    {
        get => Current.RequestTimeout;
        set
        {
            var time = Ranges.TimeLimit(value);
            var headers = _headersTimeoutSet ? HeadersTimeout : HttpServerOptions.HeadersTimeoutFor(time);
            HttpServerOptions.CheckRelation(headers, time, nameof(RequestTimeout));
            Change((time, headers), static (settings, to) => settings with { RequestTimeout = to.time, HeadersTimeout = to.headers });
        }
    }

    /// <summary>How long an idle connection waits for its next request; advertised as <c>Keep-Alive: timeout</c>. Default 65 s; zero: for ever.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public TimeSpan KeepAliveTimeout
    {
        get => Current.KeepAliveTimeout;
        set => Change(Ranges.TimeLimit(value), static (settings, time) => settings with { KeepAliveTimeout = time });
    }

    /// <summary>Added to the real wait and not advertised, so that a client's request does not cross the close. Default 1 s.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public TimeSpan KeepAliveTimeoutBuffer
    {
        get => Current.KeepAliveTimeoutBuffer;
        set => Change(Ranges.TimeLimit(value), static (settings, time) => settings with { KeepAliveTimeoutBuffer = time });
    }

    /// <summary>Octets of request line and header fields, more is refused with 431. Default <see cref="Http.MaxHeaderSize"/>, 32,768.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: less than 16.</exception>
    public int MaxHeaderSize
    {
        get => Current.Limits.MaxHeaderSize;
        set => Change(
            (Size: value, Line: Math.Min(_options.MaxRequestLineSize, value)),
            static (settings, to) => settings with { Limits = settings.Limits with { MaxHeaderSize = to.Size, MaxRequestLineSize = to.Line } });
    }

    /// <summary>Octets of a request body, more is refused with 413. Default 0: no limit.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public long MaxRequestBodySize
    {
        get => Current.Limits.MaxBodySize;
        set => Change(Ranges.AtLeast(0, value), static (settings, size) => settings with { Limits = settings.Limits with { MaxBodySize = size } });
    }

    /// <summary>Header lines, more are refused with 431. Default 2,000; 0: no limit but <see cref="HttpServerOptions.MaxHeaderSize"/>.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public int MaxHeadersCount
    {
        get => Current.Limits.MaxHeadersCount;
        set => Change(
            Ranges.AtLeast(0, value),
            static (settings, count) => settings with { Limits = settings.Limits with { MaxHeadersCount = count } });
    }

    /// <summary>
    /// Requests that one connection may carry; the response to the last one says close, one more is answered with 503,
    /// see <see cref="RequestDropped"/>. Default 0: no limit.
    /// </summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public int MaxRequestsPerSocket
    {
        get => Current.MaxRequestsPerSocket;
        set => Change(Ranges.AtLeast(0, value), static (settings, count) => settings with { MaxRequestsPerSocket = count });
    }

    /// <summary>Connections at a time; at the limit newcomers wait in the kernel's backlog. Default 0: no limit.</summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public int MaxConnections
    {
        get => Current.MaxConnections;
        set
        {
            Change(Ranges.AtLeast(0, value), static (settings, count) => settings with { MaxConnections = count });
            Volatile.Read(ref _cycle)?.TellLimitsChanged();
        }
    }

    private ServerSettings Current => Volatile.Read(ref _settings);

    /// <summary>Sets <see cref="Timeout"/> and listens for <see cref="TimedOut"/>.</summary>
    /// <param name="time">Zero or infinite: for ever.</param>
    /// <param name="callback">Called with each connection that timed out; it is then the callback's to end. Null: connections are destroyed, unless somebody else listens.</param>
    /// <returns>This server.</returns>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: negative.</exception>
    public HttpServer SetTimeout(TimeSpan time, Action<NetSocket>? callback = null)
    {
        Timeout = time;
        if (callback is not null)
        {
            TimedOut += callback;
        }

        return this;
    }

    private void Change<T>(T value, Func<ServerSettings, T, ServerSettings> change)
    {
        lock (_gate)
        {
            var settings = change(_settings, value);
            Volatile.Write(ref _settings, settings);
            _cycle?.Context.Settings = settings;
        }
    }
}
