using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>What a server's connections go by; validated by the options that it is made from.</summary>
internal sealed record ServerSettings
{
    public static ServerSettings Default { get; } = new();

    public Http1Limits Limits { get; init; } = Http1Limits.Default;

    /// <summary>From the first octet of a request, or the opening of the connection, to the end of its head.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an idle connection waits for its next request, as advertised.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>The same in whole seconds, as it is advertised.</summary>
    public int KeepAliveTimeoutSeconds => (int)(KeepAliveTimeout.Ticks / TimeSpan.TicksPerSecond);

    /// <summary>Added to the real wait and not advertised, so that a client never loses the race by the network's delay.</summary>
    public TimeSpan KeepAliveTimeoutBuffer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long nothing may move, in either direction, while an exchange is under way. Zero: for ever.</summary>
    public TimeSpan InactivityTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>From the first octet of a request to the end of its content. Zero: no limit.</summary>
    public TimeSpan RequestTimeout { get; init; }

    /// <summary>Octets a second that request content must bring on average while it is waited for. Zero: no limit.</summary>
    public double MinRequestBodyRate { get; init; } = 240;

    /// <summary>How long content may be slower than that at its beginning.</summary>
    public TimeSpan MinRequestBodyRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a closing connection is read and its octets thrown away, so that the peer can read the last answer; each octet begins it anew.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a closing connection is read at most, however much the peer goes on to send.</summary>
    public TimeSpan MaxLingerTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>In a draining server an idle connection may send one more request within this time.</summary>
    public TimeSpan IdleGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often deadlines are compared; they pass up to two ticks late and never early.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes staged for one connection above which writers are told to wait.</summary>
    public int HighWaterMark { get; init; } = 64 * 1024;

    /// <summary>Bytes staged for one connection above which a writer that does not wait loses the connection.</summary>
    public long MaxBufferedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Octets of an unread request body that are read and thrown away to keep the connection; more closes it.</summary>
    public long MaxDiscardedBytes { get; init; } = 256 * 1024;

    /// <summary>Connections accepted at a time; 0 is no limit. At the limit the accept loop parks.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Exchanges that one connection may start in one turn before others get the thread.</summary>
    public int ExchangesPerTurn { get; init; } = 16;

    /// <summary>Requests that one connection may carry; 0 is no limit.</summary>
    public int MaxRequestsPerSocket { get; init; }

    /// <summary>Whether a request that cannot be read is answered before the connection is closed.</summary>
    public bool RespondToMalformedRequests { get; init; } = true;

    /// <summary>Whether the kernel probes silent connections.</summary>
    public bool TcpKeepAlive { get; init; }

    /// <summary>The silence before the first probe, in whole seconds. Zero: the system's.</summary>
    public TimeSpan TcpKeepAliveDelay { get; init; }

    /// <summary>Whether header fields that can occur once are joined when they occur twice, instead of the first one counting.</summary>
    public bool JoinDuplicateHeaders { get; init; }

    /// <summary>Whether a body where none is allowed is an error, instead of being dropped.</summary>
    public bool RejectNonStandardBodyWrites { get; init; }

    /// <summary>Response fields whose values make one line; null: none.</summary>
    public IReadOnlyCollection<string>? UniqueHeaders { get; init; }

    /// <summary>Disables Nagle's algorithm.</summary>
    public bool NoDelay { get; init; } = true;
}
