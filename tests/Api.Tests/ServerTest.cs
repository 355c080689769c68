namespace HttpActors.Tests;

/// <summary>A server on a free port of the loopback address, closed with the test.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private readonly List<HttpServer> _servers = [];
    private readonly List<RawClient> _clients = [];

    private protected const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var server in _servers)
        {
            server.Dispose();
            await server.Completion.InTime();
        }
    }

    /// <summary>Whether servers run on event loops unless they are told otherwise.</summary>
    private protected static bool OnEventLoops =>
        OperatingSystem.IsLinux() && !(AppContext.TryGetSwitch("HttpActors.EventLoops", out var on) && !on);

    /// <summary>The options of every server of this test class.</summary>
    private protected virtual HttpServerOptions Options => new();

    private protected HttpServer Create(HttpServerOptions? options = null)
    {
        var server = Http.CreateServer(options ?? Options);
        _servers.Add(server);
        return server;
    }

    private protected async Task<HttpServer> ListenAsync(HttpServer server)
    {
        await server.ListenAsync(0, "127.0.0.1").InTime();
        return server;
    }

    private protected Task<HttpServer> ServeAsync(RequestListener listener, HttpServerOptions? options = null)
    {
        var server = Create(options);
        server.RequestReceived += listener;
        return ListenAsync(server);
    }

    private protected Task<HttpServer> ServeAsync(
        Func<IncomingMessage, ServerResponse, Task> listener, HttpServerOptions? options = null)
    {
        var server = Http.CreateServer(options ?? Options, listener);
        _servers.Add(server);
        return ListenAsync(server);
    }

    private protected async Task<RawClient> ConnectAsync(HttpServer server, int? receiveBuffer = null)
    {
        var client = await RawClient.ConnectAsync(server.Address, receiveBuffer);
        _clients.Add(client);
        return client;
    }

    /// <summary>One server, one connection, one answer.</summary>
    private protected async Task<RawResponse> AnswerToAsync(string request, RequestListener listener)
    {
        var server = await ServeAsync(listener);
        var client = await ConnectAsync(server);
        return await client.ExchangeAsync(request);
    }

    /// <summary>A request with a body of known length.</summary>
    private protected static string Post(string body, string path = "/") =>
        $"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>A source whose continuations never run inside the one who sets it.</summary>
    private protected static TaskCompletionSource<T> Promise<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private protected static TaskCompletionSource Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
