using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace HttpActors.Actors.Client;

/// <summary>Which connections may serve a request: those to the same place, made in the same way.</summary>
internal sealed record OriginKey(string Host, int Port)
{
    /// <summary>A Unix socket; host and port then only name the origin.</summary>
    public string? SocketPath { get; init; }

    public IPEndPoint? LocalEndPoint { get; init; }

    public AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    /// <summary>Turns a name into addresses; null: the system does.</summary>
    public Func<string, CancellationToken, ValueTask<IPAddress[]>>? Lookup { get; init; }

    /// <summary>Makes the connection; null: a socket.</summary>
    public Func<CancellationToken, ValueTask<IDuplexPipe>>? Connect { get; init; }

    /// <summary>Makes the connection as a stream; null: otherwise.</summary>
    public Func<CancellationToken, ValueTask<Stream>>? ConnectStream { get; init; }

    public bool? NoDelay { get; init; }

    public bool? TcpKeepAlive { get; init; }

    public TimeSpan? TcpKeepAliveDelay { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Host and port as in a URL.</summary>
    public string Authority => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Whether host and port say all.</summary>
    public bool IsPlain => this == new OriginKey(Host, Port);

    /// <inheritdoc/>
    public override string ToString() => SocketPath is not null ? $"unix:{SocketPath}" : Authority;
}
