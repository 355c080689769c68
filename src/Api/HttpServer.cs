using System.Net;
using HttpActors.Actors;
using HttpActors.Actors.Server;

namespace HttpActors;

/// <summary>An HTTP server (<c>http.Server</c>): listens, and raises an event for every request.</summary>
/// <remarks>
/// Events of a connection and its requests run in the connection's turn: one at a time for one connection, in parallel
/// for several. The observables of the whole server are delivered one call at a time, outside those turns.
/// </remarks>
/// <example>
/// <code>
/// var server = Http.CreateServer();
/// server.RequestReceived += (request, response) =&gt; response.End($"Hello, {request.Url}!\n");
/// server.ClientError += (error, socket) =&gt; socket.Destroy();
/// await server.ListenAsync(8080, "127.0.0.1");
/// Console.WriteLine($"listening on http://{server.Address}");
/// await server.Completion;
/// </code>
/// </example>
public sealed partial class HttpServer : IAsyncDisposable, IDisposable
{
    private readonly HttpServerOptions _options;
    private ServerSettings _settings;
    private readonly Lock _gate = new();
    private ServerCycle? _cycle;
    private Task _completion = Task.CompletedTask;

    internal HttpServer(HttpServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _headersTimeoutSet = options.GivesHeadersTimeout;
        _settings = options.ToSettings();
        _requests = new ServerStream<HttpExchange>(this, nameof(Requests));
        _connections = new ServerStream<NetSocket>(this, nameof(Connections));
        _connectRequests = new ServerStream<HttpTunnel>(this, nameof(ConnectRequests));
        _upgradeRequests = new ServerStream<HttpTunnel>(this, nameof(UpgradeRequests));
        _continueRequests = new ServerStream<HttpExchange>(this, nameof(ContinueRequests));
        _expectationRequests = new ServerStream<HttpExchange>(this, nameof(ExpectationRequests));
        _clientErrors = new ServerStream<HttpClientError>(this, nameof(ClientErrors));
        _timeouts = new ServerStream<NetSocket>(this, nameof(Timeouts));
    }

    /// <summary>Where the server listens, with the real port where 0 was asked for; null while it does not.</summary>
    public EndPoint? Address => Volatile.Read(ref _cycle)?.Address;

    /// <summary>Whether the server is bound and accepts connections.</summary>
    public bool IsListening => Address is not null;

    /// <summary>Connections that are open now, idle ones included.</summary>
    public int ConnectionCount => Volatile.Read(ref _cycle)?.Context.ConnectionCount ?? 0;

    /// <summary>Completes when the server is closed and its last connection gone. Completed while it was never started.</summary>
    public Task Completion => Volatile.Read(ref _completion);

    /// <summary>
    /// Stops accepting and lets what is under way finish: responses say <c>Connection: close</c>, an idle connection
    /// may send one more request within a second. <see cref="Closed"/> follows.
    /// </summary>
    /// <param name="callback">Called once when all is closed; with <c>ERR_SERVER_NOT_RUNNING</c> when nothing was open. Null: nobody is told.</param>
    /// <returns>This server.</returns>
    public HttpServer Close(Action<Exception?>? callback = null)
    {
        if (Volatile.Read(ref _cycle) is not { } cycle)
        {
            callback?.Invoke(new HttpStateException("ERR_SERVER_NOT_RUNNING", "Server is not running."));
            return this;
        }

        cycle.Drain();
        if (callback is not null)
        {
            _ = CallWhenClosed(Completion, callback);
        }

        return this;
    }

    /// <summary>Closes as <see cref="Close"/> does and waits until the last connection is gone. A server that is not running is closed already.</summary>
    /// <param name="cancellationToken">The end of the patience: what is still under way is aborted; the task then completes normally.</param>
    /// <returns>Completes when all is closed.</returns>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _cycle) is not { } cycle)
        {
            return;
        }

        cycle.Drain();
        await using (cancellationToken.UnsafeRegister(static state => ((ServerCycle)state!).AbortConnections(), cycle).ConfigureAwait(false))
        {
            await Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections that are between two exchanges, at once.</summary>
    public void CloseIdleConnections() => Volatile.Read(ref _cycle)?.CloseIdleConnections();

    /// <summary>Closes every connection at once, but not those that were upgraded; exchanges under way are aborted. The server goes on listening.</summary>
    public void CloseAllConnections() => Volatile.Read(ref _cycle)?.AbortConnections(tunnels: false);

    /// <summary>Closes gracefully, see <see cref="CloseAsync"/>.</summary>
    /// <returns>Completes when all is closed.</returns>
    public ValueTask DisposeAsync() => new(CloseAsync());

    /// <summary>Closes at once: stops accepting and aborts what is under way, without waiting.</summary>
    public void Dispose()
    {
        if (Volatile.Read(ref _cycle) is { } cycle)
        {
            cycle.Drain();
            cycle.AbortConnections();
        }
    }

    private ServerCycle Start()
    {
        lock (_gate)
        {
            if (_cycle is null)
            {
                var cycle = new ServerCycle(this, _settings, _options);
                Volatile.Write(ref _completion, WatchEnd(cycle));
                Volatile.Write(ref _cycle, cycle);
            }

            return _cycle;
        }
    }

    private async Task WatchEnd(ServerCycle cycle)
    {
        await cycle.Ended.ConfigureAwait(false);

        // Before a new life can begin: who subscribes for that one must not hear the end of this one.
        CompleteStreams();
        lock (_gate)
        {
            _cycle = null;
        }

        if (cycle.WasListening)
        {
            CallBack(Closed);
        }
    }

    private void CompleteStreams()
    {
        Action[] completions =
        [
            _requests.Complete, _connections.Complete, _connectRequests.Complete, _upgradeRequests.Complete,
            _continueRequests.Complete, _expectationRequests.Complete, _clientErrors.Complete, _timeouts.Complete,
        ];
        foreach (var complete in completions)
        {
            CallBack(complete);
        }
    }

    private async Task ReportListening(Task<EndPoint> bound, Action? callback)
    {
        try
        {
            // Never inside the call of Listen, however fast the bind was.
            await bound.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (Exception error)
        {
            ReportError(error);
            return;
        }

        CallBack(ListeningStarted);
        CallBack(callback);
    }

    private static async Task CallWhenClosed(Task completion, Action<Exception?> callback)
    {
        await completion.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        CallBack(() => callback(null));
    }

    /// <summary>Outside of every turn: what user code throws here has no exchange to cost.</summary>
    private static void CallBack(Action? callback)
    {
        try
        {
            callback?.Invoke();
        }
        catch (Exception error)
        {
            Http.ReportUnobserved(error);
        }
    }

    internal void ReportError(Exception error)
    {
        if (Errored is { } errored)
        {
            CallBack(() => errored(error));
        }
        else
        {
            Http.ReportUnobserved(error);
        }
    }
}
