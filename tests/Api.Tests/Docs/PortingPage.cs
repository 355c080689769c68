using System.Net.WebSockets;

namespace HttpActors.Tests.Docs;

/// <summary>The code of docs/porting.md, cell by cell.</summary>
internal static class PortingPage
{
    public static void Module()
    {
        var server = Http.CreateServer((request, response) => response.End("hi"));
        var methods = Http.Methods;
        _ = (server, methods);
    }

    public static void Server(HttpServer server)
    {
        server.ClientError += (error, socket) => socket.End("HTTP/1.1 400 Bad Request\r\n\r\n");
        server.Closed += () => Console.WriteLine("closed");
        server.ConnectionOpened += socket => Console.WriteLine(socket.RemoteEndPoint);
        server.ConnectRequested += (request, socket, head) => socket.End("HTTP/1.1 403 Forbidden\r\n\r\n");
        server.RequestReceived += (request, response) => response.End();
        server.Timeout = TimeSpan.FromMinutes(2);
        server.Listen(8080, "localhost", 511, () => Console.WriteLine("bound"));
        server.Close(error => Console.WriteLine("all connections are gone"));
        server.SetTimeout(TimeSpan.FromSeconds(30), socket => socket.Destroy());
    }

    public static void Response(ServerResponse response)
    {
        response.Closed += () => Console.WriteLine(response.IsFinished);
        response.Ended += () => Console.WriteLine("End was called");
        response.Finished += () => Console.WriteLine("handed to the operating system");
        response.End("bye", error => Console.WriteLine(error is null));
        var type = response.GetHeader("Content-Type");
        response.RemoveHeader("Date");
        response.SetHeader("Content-Type", "text/plain");
        response.SetTimeout(TimeSpan.FromSeconds(5), socket => socket.Destroy());
        var goesOn = response.Write("part", callback: error => Console.WriteLine("handed over"));
        response.WriteHead(404, "Not Here", [new("X-Reason", "moved")]);
        _ = (type, goesOn);
    }

    public static void Request(IncomingMessage request)
    {
        request.DataReceived += data => Console.WriteLine(data.Length);
        request.Closed += () => Console.WriteLine("over");
        request.Ended += () => Console.WriteLine(request.IsComplete);
        var agent = request.Headers["user-agent"];
        var method = request.Method;
        var address = request.Socket!.RemoteEndPoint;
        var url = request.Url;
        request.SetTimeout(TimeSpan.FromSeconds(5), socket => socket.Destroy());
        _ = (agent, method, address, url);
    }

    public static void Newer(HttpServer server, ServerResponse response)
    {
        server.UpgradeRequested += (request, socket, head) => new HttpTunnel(request, socket, head).Refuse(501);
        server.ContinueExpected += (request, answer) => answer.WriteContinue();
        server.ExpectationReceived += (request, answer) => answer.WriteHead(417).End();
        server.RequestDropped += (request, socket) => Console.WriteLine(request.Url);
        server.MaxRequestsPerSocket = 1000;
        server.CloseIdleConnections();
        server.CloseAllConnections();
        response.WriteEarlyHints(["</style.css>; rel=preload; as=style"]);
        response.WriteProcessing();
        response.WriteInformation(199, [new("X-Progress", "50")]);
        response.AddTrailers([new("Checksum", "abc")]);
        using var cork = response.Cork();
        response.FlushHeaders();
        response.Destroy();
    }

    public static void WebSockets(HttpServer server)
    {
        server.UpgradeRequested += async (request, socket, head) =>
        {
            var tunnel = new HttpTunnel(request, socket, head);
            tunnel.Accept([new("Sec-WebSocket-Accept", HttpTunnel.WebSocketAccept(request))]);
            using var webSocket = WebSocket.CreateFromStream(
                tunnel.AsStream(), new WebSocketCreationOptions { IsServer = true });
            await webSocket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
            await webSocket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        };
    }
}
