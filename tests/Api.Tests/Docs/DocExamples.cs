using System.Net.WebSockets;

namespace HttpActors.Tests.Docs;

/// <summary>The examples in the documentation of the types, line by line.</summary>
internal static class DocExamples
{
    public static async Task ServerAsync()
    {
        var server = Http.CreateServer();
        server.RequestReceived += (request, response) => response.End($"Hello, {request.Url}!\n");
        server.ClientError += (error, socket) => socket.Destroy();
        await server.ListenAsync(8080, "127.0.0.1");
        Console.WriteLine($"listening on http://{server.Address}");
        await server.Completion;
    }

    public static void Module()
    {
        using var server = Http.CreateServer(async (request, response) =>
        {
            var name = await request.ReadStringAsync();
            response.SetHeader("Content-Type", "text/plain").End($"Hello, {name}!\n");
        });
    }

    public static async Task ResponseAsync(ServerResponse response)
    {
        response.StatusCode = 201;
        response.SetHeader("Location", "/things/7");
        await response.WriteAsync("made "u8.ToArray());
        await response.EndAsync("a thing"u8.ToArray());
    }

    public static async Task RequestAsync(IncomingMessage request)
    {
        if (request.Method == "POST" && request.Headers["content-type"] == "text/plain")
        {
            await foreach (var piece in request.ReadChunksAsync())
            {
                Console.WriteLine(piece.Length);
            }
        }
    }

    public static void Sockets(HttpServer server)
    {
        server.ConnectionOpened += socket =>
        {
            Console.WriteLine($"{socket.Id} from {socket.RemoteEndPoint}");
            socket.Closed += () => Console.WriteLine($"{socket.Id} is gone");
        };
    }

    public static void Headers()
    {
        var headers = new HttpHeaders();
        headers.Set("Accept", "text/html");
        headers.Append("accept", "text/plain");
        Console.WriteLine(headers["ACCEPT"]);
    }

    public static void Tunnels(HttpServer server)
    {
        server.UpgradeRequested += async (request, socket, head) =>
        {
            var tunnel = new HttpTunnel(request, socket, head);
            tunnel.Accept([new("Sec-WebSocket-Accept", HttpTunnel.WebSocketAccept(request))]);
            using var webSocket = WebSocket.CreateFromStream(
                tunnel.AsStream(), new WebSocketCreationOptions { IsServer = true });
            await webSocket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
        };
    }

    public static void ClientRequests()
    {
        var request = Http.Request(
            new ClientRequestOptions { Host = "127.0.0.1", Port = 8080, Method = "POST", Path = "/things" },
            response =>
            {
                Console.WriteLine(response.StatusCode);
                response.DataReceived += data => Console.WriteLine(data.Length);
            });
        request.Errored += error => Console.WriteLine(error.Message);
        request.Write("one ");
        request.End("body");
    }

    public static async Task AgentAsync()
    {
        await using var agent = new HttpAgent(new HttpAgentOptions { MaxSockets = 4, Timeout = TimeSpan.FromSeconds(30) });
        var options = new ClientRequestOptions { Agent = agent };
        foreach (var path in new[] { "a", "b" })
        {
            var response = await Http.GetAsync($"http://127.0.0.1:8080/{path}", options);
            Console.WriteLine(await response.ReadStringAsync());
        }

        Console.WriteLine(agent.GetStats().CreatedConnections);
    }

    public static async Task ClientResponseAsync()
    {
        var response = await Http.GetAsync("http://127.0.0.1:8080/");
        Console.WriteLine($"{response.StatusCode} {response.Headers["content-type"]}");
        await response.CopyToAsync(Console.OpenStandardOutput());
    }

    public static async Task ClientOptionsAsync()
    {
        var response = await Http.GetAsync("http://127.0.0.1:8080/", new ClientRequestOptions
        {
            Headers = new Dictionary<string, string> { ["Accept"] = "text/plain" },
            HeadersTimeout = TimeSpan.FromSeconds(10),
            MaxRedirects = 5,
            Retry = new HttpRetryOptions { MaxRetries = 2 },
        });
        Console.WriteLine(await response.ReadStringAsync());
    }

    public static void Corks(ServerResponse response)
    {
        using (response.Cork())
        {
            response.Write("one ");
            response.Write("chunk");
        }
    }
}
