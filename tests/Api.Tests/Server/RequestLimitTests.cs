namespace HttpActors.Tests.Server;

/// <summary>Connections that may carry so many requests (API n36, n45; scenarios 74, 75).</summary>
public sealed class RequestLimitTests : ServerTest
{
    [Fact]
    public async Task N36_N45_S75_Of_four_pipelined_requests_the_third_says_close_and_the_fourth_is_dropped()
    {
        var dropped = Promise<string>();
        var served = new List<string>();
        var server = Create(new HttpServerOptions { MaxRequestsPerSocket = 3 });
        server.RequestReceived += (request, response) =>
        {
            served.Add(request.Url);
            response.End("ok");
        };
        server.RequestDropped += (request, socket) => dropped.SetResult($"{request.Url} of {socket.Id}");
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(string.Concat(Enumerable.Range(1, 4).Select(i => $"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n")));

        for (var i = 1; i <= 3; i++)
        {
            var response = await client.ReadResponseAsync();
            Assert.Equal((200, i == 3 ? "close" : "keep-alive"), (response.Status, response["Connection"]));
            Assert.Equal(i == 3 ? null : "timeout=65, max=3", response["Keep-Alive"]);
        }

        var refused = await client.ReadResponseAsync();
        Assert.Equal((503, "close"), (refused.Status, refused["Connection"]));
        Assert.Equal("/4 of 1", await dropped.Task.InTime());
        Assert.Equal(["/1", "/2", "/3"], served);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N45_A_connection_that_carried_all_it_may_is_closed_soon()
    {
        var time = new ManualTimeProvider();
        var server = await ServeAsync((_, response) => response.End("ok"), new HttpServerOptions { TimeProvider = time });
        server.MaxRequestsPerSocket = 1;
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);

        var end = client.ReadToEndAsync();
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return end.IsCompleted;
        });

        Assert.Equal("", await end);
        Assert.InRange(time.GetElapsedTime(0), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void N44_N45_N47_Limits_can_be_read_and_set_and_are_never_negative()
    {
        var server = Create();
        Assert.Equal((2000, 0, 0), (server.MaxHeadersCount, server.MaxRequestsPerSocket, server.MaxConnections));
        server.MaxHeadersCount = 10;
        server.MaxRequestsPerSocket = 11;
        server.MaxConnections = 12;
        Assert.Equal((10, 11, 12), (server.MaxHeadersCount, server.MaxRequestsPerSocket, server.MaxConnections));
        Assert.Throws<HttpRangeException>(() => server.MaxHeadersCount = -1);
        Assert.Throws<HttpRangeException>(() => server.MaxRequestsPerSocket = -1);
        Assert.Throws<HttpRangeException>(() => server.MaxConnections = -1);
    }

    [Fact]
    public async Task Sizes_that_change_hold_for_connections_that_come_after()
    {
        var server = await ServeAsync(async (request, response) =>
        {
            await request.ReadAllAsync();
            response.End("ok");
        });
        var before = await ConnectAsync(server);
        Assert.Equal(200, (await before.ExchangeAsync(Get)).Status);
        (server.MaxHeaderSize, server.MaxRequestBodySize) = (100, 3);
        var big = $"GET / HTTP/1.1\r\nHost: h\r\nA: {new string('a', 100)}\r\n\r\n";

        Assert.Equal(200, (await before.ExchangeAsync(big)).Status);
        Assert.Equal(431, (await (await ConnectAsync(server)).ExchangeAsync(big)).Status);
        Assert.Contains("(MaxRequestBodySize)", (await (await ConnectAsync(server)).ExchangeAsync(Post("four"))).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await (await ConnectAsync(server)).ExchangeAsync(Post("few"))).Status);
        Assert.Equal((100, 3L), (server.MaxHeaderSize, server.MaxRequestBodySize));
        Assert.Throws<HttpRangeException>(() => server.MaxHeaderSize = 15);
        Assert.Throws<HttpRangeException>(() => server.MaxRequestBodySize = -1);
    }
}
