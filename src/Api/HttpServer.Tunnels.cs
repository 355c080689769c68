using HttpActors.Actors;
using HttpActors.Actors.Server;

namespace HttpActors;

/// <content>CONNECT and Upgrade. An event and its observable share one answer to whether somebody listens.</content>
public sealed partial class HttpServer
{
    private readonly Listeners<HttpTunnel> _connectListeners = new();
    private readonly Listeners<HttpTunnel> _upgradeListeners = new();
    private readonly ServerStream<HttpTunnel> _connectRequests;
    private readonly ServerStream<HttpTunnel> _upgradeRequests;

    /// <summary>
    /// Raised for CONNECT with the request, the connection and what came behind the head; whoever listens answers on
    /// the connection. When nobody listens, here or to <see cref="ConnectRequests"/>, the connection is closed.
    /// </summary>
    public event Action<IncomingMessage, NetSocket, ReadOnlyMemory<byte>> ConnectRequested
    {
        add => _connectListeners.Add(value, tunnel => value(tunnel.Request, tunnel.Socket, tunnel.Head));
        remove => _connectListeners.Remove(value);
    }

    /// <summary>
    /// Raised for a request with <c>Upgrade</c> and <c>Connection: upgrade</c> and without a body; whoever listens
    /// answers on the connection, see <see cref="HttpTunnel"/>. When nobody listens, here or to
    /// <see cref="UpgradeRequests"/>, or <see cref="HttpServerOptions.ShouldUpgrade"/> says no, it is an ordinary request.
    /// </summary>
    public event Action<IncomingMessage, NetSocket, ReadOnlyMemory<byte>> UpgradeRequested
    {
        add => _upgradeListeners.Add(value, tunnel => value(tunnel.Request, tunnel.Socket, tunnel.Head));
        remove => _upgradeListeners.Remove(value);
    }

    /// <summary>
    /// All CONNECT requests as one stream: one call at a time, outside the connections' turns, completed when the server
    /// is closed. An observer that throws costs that connection.
    /// </summary>
    public IObservable<HttpTunnel> ConnectRequests => _connectRequests;

    /// <summary>All upgrades as one stream, as <see cref="ConnectRequests"/>.</summary>
    public IObservable<HttpTunnel> UpgradeRequests => _upgradeRequests;

    bool IServerEvents.Upgrades(ServerExchange exchange) =>
        _options.ShouldUpgrade is not { } decides || decides(NewRequest(exchange));

    void IServerEvents.OnTunnel(ServerExchange exchange, RequestKind kind, ReadOnlyMemory<byte> first)
    {
        var socket = NetSocket.Of(exchange.Connection);
        var tunnel = new HttpTunnel(NewRequest(exchange), socket, first);
        var (listeners, stream) = kind == RequestKind.Connect
            ? (_connectListeners, _connectRequests)
            : (_upgradeListeners, _upgradeRequests);
        Publish(listeners, stream, tunnel, socket);
    }
}
