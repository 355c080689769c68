using HttpActors.Actors;
using HttpActors.Actors.Server;
using HttpActors.Actors.Telemetry;

namespace HttpActors;

/// <content>Errors of clients, silence, and requests beyond the limit of their connection.</content>
public sealed partial class HttpServer
{
    private readonly Listeners<HttpClientError> _errorListeners = new();
    private readonly Listeners<NetSocket> _timeoutListeners = new();
    private readonly ServerStream<HttpClientError> _clientErrors;
    private readonly ServerStream<NetSocket> _timeouts;
    private readonly Listeners<(IncomingMessage Request, NetSocket Socket)> _droppedListeners = new();

    /// <summary>
    /// Raised when a client's request cannot be read or does not come in time (<see cref="HttpParseException"/>), or its
    /// connection breaks (<see cref="HttpException"/>). Whoever listens ends the connection, with
    /// <see cref="NetSocket.End(string)"/> or <see cref="NetSocket.Destroy"/>; what is written is dropped where the peer
    /// cannot take it any more. When nobody listens, here or to <see cref="ClientErrors"/>, a request is answered with
    /// the error's status and the connection closed, see <see cref="HttpServerOptions.RespondToMalformedRequests"/>.
    /// </summary>
    public event Action<Exception, NetSocket> ClientError
    {
        add => _errorListeners.Add(value, error => value(error.Error, error.Socket));
        remove => _errorListeners.Remove(value);
    }

    /// <summary>
    /// Raised once when nothing moved on a connection for the inactivity time; armed again by the next octet. Whoever
    /// listens acts. When nobody listens, here, to <see cref="Timeouts"/>, to the request or to the response, the
    /// connection is destroyed.
    /// </summary>
    public event Action<NetSocket> TimedOut
    {
        add => _timeoutListeners.Add(value);
        remove => _timeoutListeners.Remove(value);
    }

    /// <summary>Raised for a request beyond <see cref="MaxRequestsPerSocket"/>; it is answered with 503 whoever listens.</summary>
    public event Action<IncomingMessage, NetSocket> RequestDropped
    {
        add => _droppedListeners.Add(value, dropped => value(dropped.Request, dropped.Socket));
        remove => _droppedListeners.Remove(value);
    }

    /// <summary>What <see cref="ClientError"/> raises as one stream: one call at a time, outside the connections' turns, completed when the server is closed.</summary>
    public IObservable<HttpClientError> ClientErrors => _clientErrors;

    /// <summary>What <see cref="TimedOut"/> raises as one stream: one call at a time, outside the connections' turns, completed when the server is closed.</summary>
    public IObservable<NetSocket> Timeouts => _timeouts;

    bool IServerEvents.HearsClientErrors => _errorListeners.Any || _clientErrors.Any;

    void IServerEvents.OnClientError(ServerConnection connection, Exception error)
    {
        var socket = NetSocket.Of(connection);
        Publish(_errorListeners, _clientErrors, new HttpClientError(error, socket), socket);
    }

    bool IServerEvents.OnTimeout(ServerConnection connection)
    {
        if (!_timeoutListeners.Any && !_timeouts.Any)
        {
            return false;
        }

        var socket = NetSocket.Of(connection);
        Publish(_timeoutListeners, _timeouts, socket, socket);
        return true;
    }

    void IServerEvents.OnDropped(ServerExchange exchange)
    {
        if (_droppedListeners.Any)
        {
            _droppedListeners.Publish((NewRequest(exchange), NetSocket.Of(exchange.Connection)));
        }
    }

    /// <summary>In the connection's turn; an observer that throws costs the connection.</summary>
    private void Publish<T>(Listeners<T> listeners, ServerStream<T> stream, T value, NetSocket socket)
    {
        listeners.Publish(value);
        if (stream.Any)
        {
            stream.Publish(value, error => Fail(socket, error));
        }
    }

    /// <summary>An observer outside the connection's turn has thrown: no handler's exchange is there to fail.</summary>
    private void Fail(NetSocket socket, Exception error)
    {
        Volatile.Read(ref _cycle)?.Context.Log.Write(ServerEvent.HandlerFailed, error, socket.Id, socket.RemoteEndPoint);
        socket.Destroy();
    }
}
