namespace HttpActors;

/// <summary>Where and how a server listens.</summary>
public sealed class HttpListenOptions
{
    /// <summary>0 to 65,535; 0, the default: one that is free, see <see cref="HttpServer.Address"/>.</summary>
    public int Port { get; init; }

    /// <summary>A name or an address of this machine; null, the default: all, over IPv6 and IPv4.</summary>
    public string? Host { get; init; }

    /// <summary>The path of a Unix socket to listen on instead of a port; it must not exist and is removed with the listening. Null, the default: none.</summary>
    public string? Path { get; init; }

    /// <summary>Connections that may wait to be accepted. Default 511.</summary>
    public int Backlog { get; init; } = 511;

    /// <summary>Whether an IPv6 address takes connections over IPv6 only. Default false.</summary>
    public bool IPv6Only { get; init; }

    /// <summary>Whether other sockets, of this process or another, may listen on the same port, each taking a share of the connections (SO_REUSEPORT). Linux and macOS. Default false.</summary>
    public bool ReusePort { get; init; }
}
