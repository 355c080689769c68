using Akka.Actor;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>How a server behaves. Read once, when the server is created; never changed by it.</summary>
public sealed class HttpServerOptions
{
    /// <summary>The actor system that the server lives in and that is never ended by it. Null, the default: one shared by all that give none, ended with the last of them.</summary>
    public ActorSystem? ActorSystem { get; init; }

    /// <summary>The clock. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Octets of request line and header fields, more is refused with 431. Default 32,768.</summary>
    public int MaxHeaderSize { get; init; } = 32 * 1024;

    /// <summary>Octets of the request line, more is refused with 414. Default 8,192.</summary>
    public int MaxRequestLineSize { get; init; } = 8 * 1024;

    /// <summary>Header lines, more are refused with 431. Default 2,000; 0: no limit but <see cref="MaxHeaderSize"/>.</summary>
    public int MaxHeadersCount { get; init; } = 2000;

    /// <summary>Octets of a request body, more is refused with 413. Default 0: no limit.</summary>
    public long MaxRequestBodySize { get; init; }

    /// <summary>Whether a request of HTTP/1.1 without Host is refused with 400 (RFC 9112 section 3.2). Default true.</summary>
    public bool RequireHostHeader { get; init; } = true;

    /// <summary>The time a request head may take, from its first octet or the opening of the connection; then 408. Default 60 s; zero: no limit.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an idle connection waits for its next request; advertised as <c>Keep-Alive: timeout</c>. Default 65 s; zero: for ever.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>How long nothing may move in an exchange before the connection is closed. Default 2 minutes; zero: for ever.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Decides for each request that asks for an upgrade, while somebody listens for upgrades: false makes it an ordinary request. Null, the default: all are upgraded.</summary>
    public Func<IncomingMessage, bool>? ShouldUpgrade { get; init; }

    /// <summary>Octets staged for a connection above which <c>Write</c> returns false and <c>WriteAsync</c> waits. Default 65,536.</summary>
    public int HighWaterMark { get; init; } = 64 * 1024;

    /// <summary>Octets staged for a connection above which a writer that does not wait loses it. Default 64 MiB.</summary>
    public long MaxBufferedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Connections at a time; at the limit newcomers wait in the kernel's backlog. Default 0: no limit.</summary>
    public int MaxConnections { get; init; }

    /// <summary>What moves the bytes. Default <see cref="HttpTransport.Automatic"/>.</summary>
    public HttpTransport Transport { get; init; }

    /// <summary>Whether small packets leave at once (TCP_NODELAY). Default true.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>The settings of the actors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value, or a relation between two, that cannot be.</exception>
    internal ServerSettings ToSettings()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(HighWaterMark, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBufferedBytes, HighWaterMark);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxConnections);
        CheckTime(HeadersTimeout, nameof(HeadersTimeout));
        CheckTime(KeepAliveTimeout, nameof(KeepAliveTimeout));
        CheckTime(Timeout, nameof(Timeout));
        return new ServerSettings
        {
            Limits = new Http1Limits
            {
                MaxHeaderSize = MaxHeaderSize,
                MaxRequestLineSize = Math.Min(MaxRequestLineSize, MaxHeaderSize),
                MaxHeadersCount = MaxHeadersCount,
                MaxBodySize = MaxRequestBodySize,
                RequireHostHeader = RequireHostHeader,
            },
            HeadersTimeout = HeadersTimeout,
            KeepAliveTimeout = KeepAliveTimeout,
            InactivityTimeout = Timeout,
            HighWaterMark = HighWaterMark,
            MaxBufferedBytes = MaxBufferedBytes,
            MaxConnections = MaxConnections,
            NoDelay = NoDelay,
        };
    }

    private static void CheckTime(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero || time > TimeSpan.FromDays(49))
        {
            throw new HttpRangeException("ERR_OUT_OF_RANGE", name, $"{name} must be between zero (no limit) and 49 days.");
        }
    }
}
