using Akka.Actor;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>
/// How a server behaves. Read once, when the server is created; never changed by it. Times are checked once a second: they
/// pass up to one second late, never early; zero or infinite is no limit.
/// </summary>
public sealed partial class HttpServerOptions
{
    private static readonly TimeSpan DefaultHeadersTimeout = TimeSpan.FromSeconds(60);
    private readonly TimeSpan? _headersTimeout;

    /// <summary>The actor system that the server lives in and that is never ended by it. Null, the default: one shared by all that give none, ended with the last of them.</summary>
    public ActorSystem? ActorSystem { get; init; }

    /// <summary>The clock. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Octets of request line and header fields, more is refused with 431. Default <see cref="Http.MaxHeaderSize"/>, 32,768.</summary>
    public int MaxHeaderSize { get; init; } = Http.MaxHeaderSize;

    /// <summary>Octets of the request line, more is refused with 414. Default 8,192.</summary>
    public int MaxRequestLineSize { get; init; } = 8 * 1024;

    /// <summary>Header lines, more are refused with 431. Default 2,000; 0: no limit but <see cref="MaxHeaderSize"/>.</summary>
    public int MaxHeadersCount { get; init; } = 2000;

    /// <summary>Octets of a request body, more is refused with 413. Default 0: no limit.</summary>
    public long MaxRequestBodySize { get; init; }

    /// <summary>Whether a request of HTTP/1.1 without Host is refused with 400 (RFC 9112 section 3.2). Default true.</summary>
    public bool RequireHostHeader { get; init; } = true;

    /// <summary>Whether a request that cannot be read is answered before its connection is closed, while nobody listens for <see cref="HttpServer.ClientError"/>; false destroys at once. Default true.</summary>
    public bool RespondToMalformedRequests { get; init; } = true;

    /// <summary>Octets of the extensions of all chunks of a request body together, more is refused with 413. Default 16,384.</summary>
    public int MaxChunkExtensionsSize { get; init; } = 16 * 1024;

    /// <summary>Octets of the fields after a chunked body, more is refused with 431. Default 32,768.</summary>
    public int MaxTrailerSize { get; init; } = 32 * 1024;

    /// <summary>
    /// The time a request head may take, from its first octet or the opening of the connection; then 408. Default 60 s, or
    /// <see cref="RequestTimeout"/> where that is shorter; zero: no limit. Must not be longer than that.
    /// </summary>
    public TimeSpan HeadersTimeout
    {
        get => _headersTimeout ?? HeadersTimeoutFor(RequestTimeout);
        init => _headersTimeout = value;
    }

    /// <summary>The time a whole request may take, from the first octet of its head to the end of its body; then 408. Default zero: no limit, for it would break long uploads.</summary>
    public TimeSpan RequestTimeout { get; init; }

    /// <summary>Octets a second that a request body must bring, on average since its beginning and while somebody waits for it; else 408. Default 240; 0: no limit.</summary>
    public double MinRequestBodyRate { get; init; } = 240;

    /// <summary>How long a request body may be slower than <see cref="MinRequestBodyRate"/> at its beginning. Default 5 s.</summary>
    public TimeSpan MinRequestBodyRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an idle connection waits for its next request; advertised as <c>Keep-Alive: timeout</c>. Default 65 s; zero: for ever.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>Added to <see cref="KeepAliveTimeout"/> and not advertised, so that a client's request does not cross the close. Default 1 s.</summary>
    public TimeSpan KeepAliveTimeoutBuffer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Requests that one connection may carry; one more is answered with 503. Default 0: no limit.</summary>
    public int MaxRequestsPerSocket { get; init; }

    /// <summary>How long nothing may move on a connection, see <see cref="HttpServer.TimedOut"/>. Default 2 minutes; zero or infinite: for ever.</summary>
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

    /// <summary>Whether the kernel probes connections on which nothing comes (SO_KEEPALIVE). Default false.</summary>
    public bool TcpKeepAlive { get; init; }

    /// <summary>The silence before the first probe, in whole seconds. Default zero: the system's, two hours on Linux.</summary>
    public TimeSpan TcpKeepAliveDelay { get; init; }

    /// <summary>Whether header fields that can occur once, such as <c>host</c> or <c>content-type</c>, are joined with ", " when they occur twice; false, the default: the first one counts.</summary>
    public bool JoinDuplicateHeaders { get; init; }

    /// <summary>Whether a body for HEAD, 204 or 304 throws <c>ERR_HTTP_BODY_NOT_ALLOWED</c>; false, the default: it is dropped.</summary>
    public bool RejectNonStandardBodyWrites { get; init; }

    /// <summary>Names of response fields whose values make one line, joined with "; ", however many are given. Null, the default: none.</summary>
    public IReadOnlyCollection<string>? UniqueHeaders { get; init; }

    /// <summary>What <see cref="ServerResponse.StrictContentLength"/> is at first. Default true.</summary>
    public bool StrictContentLength { get; init; } = true;

    /// <summary>Makes the request objects, so that they can be of a class of one's own. Null, the default: <see cref="IncomingMessage"/>.</summary>
    public Func<IncomingMessageContext, IncomingMessage>? CreateIncomingMessage { get; init; }

    /// <summary>Makes the response objects, so that they can be of a class of one's own. Null, the default: <see cref="ServerResponse"/>.</summary>
    public Func<ServerResponseContext, ServerResponse>? CreateResponse { get; init; }

    /// <summary>Whether small packets leave at once (TCP_NODELAY). Default true.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>The settings of the actors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value, or a relation between two, that cannot be.</exception>
    internal ServerSettings ToSettings()
    {
        Check();
        _ = HostSystem;
        return new ServerSettings
        {
            Limits = new Http1Limits
            {
                MaxHeaderSize = MaxHeaderSize,
                MaxRequestLineSize = Math.Min(MaxRequestLineSize, MaxHeaderSize),
                MaxHeadersCount = MaxHeadersCount,
                MaxBodySize = Ranges.AtLeast(0, MaxRequestBodySize, nameof(MaxRequestBodySize)),
                MaxChunkExtensionsSize = MaxChunkExtensionsSize,
                MaxTrailerSize = MaxTrailerSize,
                RequireHostHeader = RequireHostHeader,
            },
            HeadersTimeout = Ranges.TimeLimit(HeadersTimeout, nameof(HeadersTimeout)),
            RequestTimeout = Ranges.TimeLimit(RequestTimeout, nameof(RequestTimeout)),
            KeepAliveTimeout = Ranges.TimeLimit(KeepAliveTimeout, nameof(KeepAliveTimeout)),
            KeepAliveTimeoutBuffer = Ranges.TimeLimit(KeepAliveTimeoutBuffer, nameof(KeepAliveTimeoutBuffer)),
            InactivityTimeout = Ranges.TimeLimit(Timeout, nameof(Timeout)),
            MinRequestBodyRate = MinRequestBodyRate,
            MinRequestBodyRateGrace = Ranges.TimeLimit(MinRequestBodyRateGrace, nameof(MinRequestBodyRateGrace)),
            RespondToMalformedRequests = RespondToMalformedRequests,
            MaxRequestsPerSocket = Ranges.AtLeast(0, MaxRequestsPerSocket, nameof(MaxRequestsPerSocket)),
            HighWaterMark = Ranges.AtLeast(1, HighWaterMark, nameof(HighWaterMark)),
            MaxBufferedBytes = Ranges.AtLeast(HighWaterMark, MaxBufferedBytes, nameof(MaxBufferedBytes)),
            MaxConnections = Ranges.AtLeast(0, MaxConnections, nameof(MaxConnections)),
            TcpKeepAlive = TcpKeepAlive,
            TcpKeepAliveDelay = Ranges.TimeLimit(TcpKeepAliveDelay, nameof(TcpKeepAliveDelay)),
            JoinDuplicateHeaders = JoinDuplicateHeaders,
            RejectNonStandardBodyWrites = RejectNonStandardBodyWrites,
            UniqueHeaders = UniqueHeaders,
            NoDelay = NoDelay,
        };
    }

    private void Check()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        CheckRelation(HeadersTimeout, RequestTimeout, nameof(HeadersTimeout));
        if (!double.IsFinite(MinRequestBodyRate) || MinRequestBodyRate < 0)
        {
            throw new HttpRangeException("ERR_OUT_OF_RANGE", nameof(MinRequestBodyRate), "MinRequestBodyRate must be zero (no limit) or a positive number.");
        }
    }

    /// <summary>Whether the time of a head was given, in place of following from <see cref="RequestTimeout"/>.</summary>
    internal bool GivesHeadersTimeout => _headersTimeout is not null;

    internal static TimeSpan HeadersTimeoutFor(TimeSpan request) =>
        request > TimeSpan.Zero && request < DefaultHeadersTimeout ? request : DefaultHeadersTimeout;

    internal static void CheckRelation(TimeSpan headers, TimeSpan request, string name)
    {
        if (request > TimeSpan.Zero && headers > request)
        {
            throw new HttpRangeException(
                "ERR_OUT_OF_RANGE", name, $"HeadersTimeout ({headers}) must not be longer than RequestTimeout ({request}).");
        }
    }
}
