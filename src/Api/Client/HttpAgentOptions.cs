using System.IO.Pipelines;
using System.Net;
using Akka.Actor;
using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>
/// How an agent behaves. Read once, when the agent is created; never changed by it. Times of connections are checked once a
/// second: they pass up to one second late, never early.
/// </summary>
public sealed class HttpAgentOptions
{
    /// <summary>The actor system that the agent lives in and that is never ended by it. Null, the default: one shared by all that give none.</summary>
    public ActorSystem? ActorSystem { get; init; }

    /// <summary>The clock. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What moves the bytes. Default <see cref="HttpTransport.Automatic"/>.</summary>
    public HttpTransport Transport { get; init; }

    /// <summary>Whether connections serve several requests. Default true.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>How long an idle connection is kept when the server does not say. Default 5 s; zero or infinite: until the server closes it. Requests under way have times of their own.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Taken off the time that a server announces in <c>Keep-Alive: timeout</c>, so that its close and our next request do not cross. Default 1 s.</summary>
    public TimeSpan KeepAliveTimeoutBuffer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest idle time, whatever a server announces. Default 10 minutes.</summary>
    public TimeSpan MaxKeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A connection older than this serves no further request, so that changed addresses are seen. Default 10 minutes; zero or infinite: no limit.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Requests on one connection. Default 0: no limit.</summary>
    public int MaxRequestsPerSocket { get; init; }

    /// <summary>Connections to one origin; further requests wait. Default no limit.</summary>
    public int MaxSockets { get; init; } = int.MaxValue;

    /// <summary>Connections of the agent; further requests wait. Default no limit.</summary>
    public int MaxTotalSockets { get; init; } = int.MaxValue;

    /// <summary>Idle connections to one origin; more are closed. Default 256.</summary>
    public int MaxFreeSockets { get; init; } = 256;

    /// <summary>Which idle connection a request gets. Default <see cref="HttpScheduling.Lifo"/>.</summary>
    public HttpScheduling Scheduling { get; init; }

    /// <summary>Requests to one origin that may wait for a connection; more fail with <c>ERR_HTTP_QUEUE_FULL</c>. Default 10,000.</summary>
    public int MaxQueuedRequests { get; init; } = 10_000;

    /// <summary>How long a request may wait for a connection, then <c>ERR_HTTP_QUEUE_TIMEOUT</c>. Zero, the default, or infinite: no limit.</summary>
    public TimeSpan QueueTimeout { get; init; }

    /// <summary>From the look-up of a name to the established connection, then <c>ERR_HTTP_CONNECT_TIMEOUT</c>. Default 10 s; zero or infinite: no limit.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the end of a request to the head of its response, then <c>ERR_HTTP_HEADERS_TIMEOUT</c>. Default 5 minutes; zero or infinite: no limit.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two pieces of a response's body, waiting to be taken included, then <c>ERR_HTTP_BODY_TIMEOUT</c>. Default 5 minutes; zero or infinite: no limit.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Makes the connections of requests that do not say how themselves (Node's <c>createConnection</c>), to the host
    /// and port of the request. Null: sockets.
    /// </summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<IDuplexPipe>>? Connect { get; init; }

    /// <summary>The same with streams, TLS for instance; each is disposed with its connection. <see cref="Connect"/> wins.</summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? ConnectStream { get; init; }

    /// <summary>How much later than the one before the next address of a name is tried (RFC 8305). Default 250 ms.</summary>
    public TimeSpan ConnectionAttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Octets of a response's status line and header fields. Default <see cref="Http.MaxHeaderSize"/>.</summary>
    public int MaxHeaderSize { get; init; } = Http.MaxHeaderSize;

    /// <summary>Header lines of a response. Default 2,000; 0: no limit but <see cref="MaxHeaderSize"/>.</summary>
    public int MaxHeadersCount { get; init; } = 2000;

    /// <summary>Octets of a response's body, as they come: coded where it is. Default 0: no limit.</summary>
    public long MaxResponseSize { get; init; }

    /// <summary>Octets staged for a connection above which <c>Write</c> returns false and <c>WriteAsync</c> waits. Default 65,536.</summary>
    public int HighWaterMark { get; init; } = 64 * 1024;

    /// <summary>Octets staged for a request above which a writer that does not wait loses it. Default 64 MiB.</summary>
    public long MaxBufferedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Whether small packets leave at once (TCP_NODELAY). Default true.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>Whether TCP checks an idle connection. Default false.</summary>
    public bool TcpKeepAlive { get; init; }

    /// <summary>When TCP begins to check. Default 1 s.</summary>
    public TimeSpan TcpKeepAliveDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentOutOfRangeException">A value, or a relation between two, that cannot be.</exception>
    internal ClientSettings ToSettings()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        return new ClientSettings
        {
            Limits = new Http1Limits
            {
                MaxHeaderSize = MaxHeaderSize,
                MaxRequestLineSize = Math.Min(8192, MaxHeaderSize),
                MaxHeadersCount = MaxHeadersCount,
                MaxBodySize = Ranges.AtLeast(0, MaxResponseSize, nameof(MaxResponseSize)),
            },
            KeepAlive = KeepAlive,
            KeepAliveTimeout = Ranges.TimeLimit(Timeout, nameof(Timeout)),
            KeepAliveTimeoutBuffer = Ranges.Time(KeepAliveTimeoutBuffer, nameof(KeepAliveTimeoutBuffer)),
            MaxKeepAliveTimeout = Ranges.Time(MaxKeepAliveTimeout, nameof(MaxKeepAliveTimeout)),
            ConnectionLifetime = Ranges.TimeLimit(ConnectionLifetime, nameof(ConnectionLifetime)),
            MaxRequestsPerSocket = Ranges.AtLeast(0, MaxRequestsPerSocket, nameof(MaxRequestsPerSocket)),
            MaxSockets = Ranges.AtLeast(1, MaxSockets, nameof(MaxSockets)),
            MaxTotalSockets = Ranges.AtLeast(1, MaxTotalSockets, nameof(MaxTotalSockets)),
            MaxFreeSockets = Ranges.AtLeast(0, MaxFreeSockets, nameof(MaxFreeSockets)),
            Fifo = Scheduling == HttpScheduling.Fifo,
            MaxQueuedRequests = Ranges.AtLeast(0, MaxQueuedRequests, nameof(MaxQueuedRequests)),
            QueueTimeout = Ranges.TimeLimit(QueueTimeout, nameof(QueueTimeout)),
            ConnectTimeout = Ranges.TimeLimit(ConnectTimeout, nameof(ConnectTimeout)),
            HeadersTimeout = Ranges.TimeLimit(HeadersTimeout, nameof(HeadersTimeout)),
            BodyTimeout = Ranges.TimeLimit(BodyTimeout, nameof(BodyTimeout)),
            Connect = Connect,
            ConnectStream = ConnectStream,
            AttemptDelay = Ranges.Time(ConnectionAttemptDelay, nameof(ConnectionAttemptDelay)),
            HighWaterMark = Ranges.AtLeast(1, HighWaterMark, nameof(HighWaterMark)),
            MaxBufferedBytes = Ranges.AtLeast(HighWaterMark, MaxBufferedBytes, nameof(MaxBufferedBytes)),
            NoDelay = NoDelay,
            TcpKeepAlive = TcpKeepAlive,
            TcpKeepAliveDelay = Ranges.Time(TcpKeepAliveDelay, nameof(TcpKeepAliveDelay)),
        };
    }
}
