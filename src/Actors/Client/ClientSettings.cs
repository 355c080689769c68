using System.IO.Pipelines;
using System.Net;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>What an agent's connections go by; validated by the options that it is made from.</summary>
internal sealed record ClientSettings
{
    public static ClientSettings Default { get; } = new();

    public Http1Limits Limits { get; init; } = Http1Limits.Default;

    /// <summary>Whether a connection serves another request after its first.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>How long an idle connection is kept when the server does not say.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Taken off the time that a server says, so that its end and our request do not meet on the way.</summary>
    public TimeSpan KeepAliveTimeoutBuffer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest idle time, whatever a server says.</summary>
    public TimeSpan MaxKeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How old a connection may be when it is given a request, so that a change of addresses is seen. Zero: any age.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Requests on one connection; 0: no limit.</summary>
    public int MaxRequestsPerSocket { get; init; }

    /// <summary>Connections to one origin.</summary>
    public int MaxSockets { get; init; } = int.MaxValue;

    /// <summary>Connections of the agent.</summary>
    public int MaxTotalSockets { get; init; } = int.MaxValue;

    /// <summary>Idle connections to one origin.</summary>
    public int MaxFreeSockets { get; init; } = 256;

    /// <summary>Whether the connection that was idle longest is taken first; else the one used last.</summary>
    public bool Fifo { get; init; }

    /// <summary>Requests to one origin that wait for a connection; more are refused.</summary>
    public int MaxQueuedRequests { get; init; } = 10_000;

    /// <summary>How long a request may wait for a connection. Zero: for ever.</summary>
    public TimeSpan QueueTimeout { get; init; }

    /// <summary>From the look-up of the name to the established connection. Zero: for ever.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may be heard between the request and the head of its response. Zero: for ever.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long nothing may be heard within a response's body. Zero: for ever.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much later than the one before the next address is tried (RFC 8305 section 5).</summary>
    public TimeSpan AttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a response waits that nobody listens for, before its body is thrown away.</summary>
    public TimeSpan UnheardTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often deadlines are compared; they pass up to two ticks late and never early.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an origin without connections and requests is remembered.</summary>
    public TimeSpan OriginIdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Makes the connections of requests that do not say how; null: sockets.</summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<IDuplexPipe>>? Connect { get; init; }

    /// <summary>The same with streams.</summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? ConnectStream { get; init; }

    public int HighWaterMark { get; init; } = 64 * 1024;

    public long MaxBufferedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Octets of a response nobody reads that are thrown away to keep the connection; more closes it.</summary>
    public long MaxDiscardedBytes { get; init; } = 256 * 1024;

    /// <summary>How long octets of such a response are waited for; longer closes the connection.</summary>
    public TimeSpan DiscardTimeout { get; init; } = TimeSpan.FromSeconds(2);

    public bool NoDelay { get; init; } = true;

    public bool TcpKeepAlive { get; init; }

    public TimeSpan TcpKeepAliveDelay { get; init; } = TimeSpan.FromSeconds(1);
}
