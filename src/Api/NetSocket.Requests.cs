using HttpActors.Actors;
using HttpActors.Actors.Server;
using HttpActors.Streams;

namespace HttpActors;

/// <content>The requests of one connection as a stream.</content>
public sealed partial class NetSocket
{
    private SocketRequests? _requests;

    /// <summary>
    /// The requests of this connection as a stream: hot, in the connection's turn, in order, completed when the
    /// connection is gone; who subscribes after that is told so at once. Subscribe in
    /// <see cref="HttpServer.ConnectionOpened"/> to see the first request. An observer that throws costs that exchange
    /// and stays subscribed.
    /// </summary>
    /// <remarks>
    /// Back-pressure: the next request is not read before this one's response is complete, so the stream goes at the
    /// speed of its answers; a slow OnNext slows its own connection only. Whoever listens here counts as listening to
    /// the request: it is not answered with 503.
    /// </remarks>
    public IObservable<HttpExchange> Requests =>
        Volatile.Read(ref _requests) ?? Interlocked.CompareExchange(ref _requests, new SocketRequests(this), null) ?? _requests;

    internal Connection Connection => _connection;

    /// <summary>The stream of this connection; null while nobody listens to it.</summary>
    internal static SocketRequests? RequestsOf(ServerConnection connection) =>
        connection.Facade is NetSocket { _requests: { Any: true } stream } ? stream : null;
}
