using HttpActors.Actors;
using HttpActors.Actors.Connections;
using HttpActors.Actors.Server;
using HttpActors.Actors.Telemetry;

namespace HttpActors;

public sealed partial class HttpServer
{
    private readonly Listeners<HttpExchange> _requestListeners = new();
    private readonly Listeners<NetSocket> _connectionListeners = new();
    private readonly ServerStream<HttpExchange> _requests;
    private readonly ServerStream<NetSocket> _connections;

    /// <summary>
    /// Raised for every request when its head is complete, in the connection's turn. When nobody listens, here or to
    /// <see cref="Requests"/>, the request is answered with 503.
    /// </summary>
    public event RequestListener RequestReceived
    {
        add => _requestListeners.Add(value, exchange => value(exchange.Request, exchange.Response));
        remove => _requestListeners.Remove(value);
    }

    /// <summary>Raised for every connection, in its first turn.</summary>
    public event Action<NetSocket> ConnectionOpened
    {
        add => _connectionListeners.Add(value);
        remove => _connectionListeners.Remove(value);
    }

    /// <summary>Raised when the server is bound, after <c>Listen</c> has returned. On the thread pool.</summary>
    public event Action? ListeningStarted;

    /// <summary>Raised once for each time the server listened, when it is closed and its last connection gone. On the thread pool.</summary>
    public event Action? Closed;

    /// <summary>Raised when the server cannot listen. Nobody there: <see cref="Http.UnobservedError"/>. On the thread pool.</summary>
    public event Action<Exception>? Errored;

    /// <summary>
    /// All requests as one stream: hot, one call at a time, outside the connections' turns, completed when the server is
    /// closed. An observer that throws costs that exchange and stays subscribed; an operator chain that throws has
    /// unsubscribed itself, which is logged and counted. For streams in the connections' turns see
    /// <see cref="NetSocket.Requests"/>.
    /// </summary>
    /// <remarks>
    /// Back-pressure: a request waits here while its connection waits for the response, so no more than one for each
    /// connection is ever on its way, and an observer that is slow in OnNext slows all of them. Work that takes time
    /// belongs after OnNext has returned: the connection goes on only when the response was ended.
    /// </remarks>
    public IObservable<HttpExchange> Requests => _requests;

    /// <summary>
    /// All connections as one stream: hot, one call at a time, outside the connections' turns, completed when the server
    /// is closed. An observer that throws costs that connection. Who must see the first request of a connection uses
    /// <see cref="ConnectionOpened"/>, which is raised before it is read.
    /// </summary>
    /// <remarks>Back-pressure: none, connections do not wait for it; the number of open ones is limited by <see cref="HttpServerOptions.MaxConnections"/>.</remarks>
    public IObservable<NetSocket> Connections => _connections;

    internal void AddListener(Func<IncomingMessage, ServerResponse, Task> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _requestListeners.Add(listener, exchange => Follow(exchange, listener(exchange.Request, exchange.Response)));
    }

    /// <summary>In the connection's turn: from the actors' stream to events and observables.</summary>
    internal void OnExchange(ServerExchange exchange)
    {
        var (listeners, stream) = ListenersOf(exchange.Kind);
        var streamed = stream.Any;
        var ofSocket = exchange.Kind == RequestKind.Ordinary ? NetSocket.RequestsOf(exchange.Connection) : null;
        if (!streamed && ofSocket is null && !listeners.Any)
        {
            return;
        }

        var request = NewRequest(exchange);
        var response = _options.CreateResponse is { } make
            ? make(new ServerResponseContext(exchange, request))
            : new ServerResponse(exchange, request);
        if (!_options.StrictContentLength)
        {
            response.StrictContentLength = false;
        }

        exchange.Party = response;
        var pair = new HttpExchange(request, response);
        listeners.Publish(pair);
        ofSocket?.Publish(pair);
        if (streamed)
        {
            stream.Publish(pair, exchange.FailHandler);
        }
    }

    private IncomingMessage NewRequest(ServerExchange exchange) => _options.CreateIncomingMessage is { } make
        ? make(new IncomingMessageContext(exchange))
        : new IncomingMessage(exchange);

    /// <summary>In the connection's turn.</summary>
    internal void OnConnection(ServerConnection connection)
    {
        if (!_connections.Any && !_connectionListeners.Any)
        {
            return;
        }

        var socket = NetSocket.Of(connection);
        _connectionListeners.Publish(socket);
        if (_connections.Any)
        {
            _connections.Publish(socket, error => Fail(socket, error));
        }
    }

    internal void OnObserverLost(string stream)
    {
        HttpInstruments.ServerLostObservers.Add(1);
        Volatile.Read(ref _cycle)?.Context.Log.Write(ServerEvent.ObserverLost, null, stream);
    }

    internal void Deliver(Actors.Streams.StreamDelivery delivery) => Volatile.Read(ref _cycle)?.Deliver(delivery);

    /// <summary>A listener that failed before its first wait fails here, in the turn; a later failure is brought back there.</summary>
    private static void Follow(HttpExchange pair, Task task)
    {
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
            return;
        }

        // On the thread that completes it: an awaiter would take the thread pool, for every request that went well.
        _ = task.ContinueWith(
            static (failed, exchange) => ((MessageExchange)exchange!).FailHandler(
                failed.Exception?.GetBaseException() ?? new TaskCanceledException(failed)),
            pair.Request.Exchange,
            CancellationToken.None,
            TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
