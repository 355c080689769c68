namespace HttpActors.Tests.Rows;

/// <summary>The server-side examples of the IoT.js document, line by line in C#.</summary>
public sealed class SeedExampleTests : ServerTest
{
    [Fact]
    public async Task CreateServer_with_a_request_listener()
    {
        // var server = http.createServer(function(request, response) { ... });
        using var server = Http.CreateServer((request, response) =>
        {
            response.End($"{request.Method} {request.Url}");
        });

        await ListenAsync(server);
        Assert.Equal("GET /", (await (await ConnectAsync(server)).ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task ClientError_answers_with_400()
    {
        // var server = http.createServer(function(req, res) { res.end(); });
        using var server = Http.CreateServer((req, res) => res.End());

        // server.on('clientError', function(err, socket) { socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'); });
        server.ClientError += (err, socket) => socket.End("HTTP/1.1 400 Bad Request\r\n\r\n");

        // server.listen(8000);
        server.Listen(0, "127.0.0.1");

        await Bounded.Until(() => server.IsListening);
        var client = await ConnectAsync(server);
        await client.SendAsync("this is not HTTP\r\n\r\n");
        Assert.Equal("HTTP/1.1 400 Bad Request\r\n\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Listen_with_a_callback()
    {
        var bound = Promise();

        // var server = http.createServer(function(req, res) { res.end(); });
        using var server = Http.CreateServer((req, res) => res.End());

        // server.listen(8080, function() {});
        server.Listen(0, callback: () => bound.SetResult());

        await bound.Task.InTime();
        Assert.Equal(200, (await (await ConnectAsync(server)).ExchangeAsync(Get)).Status);
    }

    [Fact]
    public async Task SetTimeout_destroys_the_socket_and_closes_the_server()
    {
        var time = new ManualTimeProvider();

        // var server = http.createServer();
        using var server = Http.CreateServer(new HttpServerOptions { TimeProvider = time });

        // server.setTimeout(100, function(socket) { socket.destroy(); server.close(); });
        server.SetTimeout(TimeSpan.FromMilliseconds(100), socket =>
        {
            socket.Destroy();
            server.Close();
        });

        await ListenAsync(server);
        await ConnectAsync(server);
        await Bounded.Until(() => server.ConnectionCount == 1);
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return server.Completion.IsCompleted;
        });
    }
}
