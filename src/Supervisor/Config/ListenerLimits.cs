namespace HttpActors.Supervisor.Config;

/// <summary>The limits of one listener, in the words of <see cref="HttpServer"/>'s properties; 0 is no limit.</summary>
internal sealed record ListenerLimits(
    int MaxConnections,
    int MaxRequestsPerSocket,
    int MaxHeaderSize,
    int MaxHeadersCount,
    long MaxRequestBodySize,
    TimeSpan HeadersTimeout,
    TimeSpan RequestTimeout,
    TimeSpan KeepAliveTimeout,
    TimeSpan Timeout)
{
    internal ListenerLimits(Section section)
        : this(
            section.Whole("maxConnections"),
            section.Whole("maxRequestsPerConnection"),
            section.Whole("maxHeaderSize"),
            section.Whole("maxHeadersCount"),
            section.Long("maxRequestBodySize"),
            section.Duration("headersTimeout"),
            section.Duration("requestTimeout"),
            section.Duration("keepAliveTimeout"),
            section.Duration("timeout"))
    {
    }

    internal void ApplyTo(HttpServer server)
    {
        server.MaxConnections = MaxConnections;
        server.MaxRequestsPerSocket = MaxRequestsPerSocket;
        server.MaxHeaderSize = MaxHeaderSize;
        server.MaxHeadersCount = MaxHeadersCount;
        server.MaxRequestBodySize = MaxRequestBodySize;
        server.KeepAliveTimeout = KeepAliveTimeout;
        server.Timeout = Timeout;

        // Neither order of the two suits every change: each must fit the other's old value.
        server.RequestTimeout = TimeSpan.Zero;
        server.HeadersTimeout = RequestTimeout > TimeSpan.Zero && (HeadersTimeout == TimeSpan.Zero || HeadersTimeout > RequestTimeout)
            ? RequestTimeout
            : HeadersTimeout;
        server.RequestTimeout = RequestTimeout;
    }
}
