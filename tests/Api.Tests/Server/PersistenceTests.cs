namespace HttpActors.Tests.Server;

/// <summary>Keep-alive, pipelining and closing (scenarios S69, S74, S61, S62, S95).</summary>
public sealed class PersistenceTests : ServerTest
{
    [Theory]
    [InlineData("1.0", null, false)]
    [InlineData("1.0", "keep-alive", true)]
    [InlineData("1.1", null, true)]
    [InlineData("1.1", "close", false)]
    [InlineData("1.0", "close", false)]
    public async Task S69_The_reuse_matrix(string version, string? connection, bool persists)
    {
        var server = await ServeAsync((_, answer) => answer.End("ok"));
        var client = await ConnectAsync(server);
        var field = connection is null ? "" : $"Connection: {connection}\r\n";
        var response = await client.ExchangeAsync($"GET / HTTP/{version}\r\nHost: h\r\n{field}\r\n");
        Assert.Equal(persists ? "keep-alive" : "close", response["Connection"]);
        if (persists)
        {
            Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
        }
        else
        {
            Assert.Equal("", await client.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task S69_A_response_may_say_close()
    {
        var server = await ServeAsync((_, answer) => answer.SetHeader("Connection", "close").End("last"));
        var client = await ConnectAsync(server);
        Assert.Equal("last", (await client.ExchangeAsync(Get)).Body);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task S74_The_hint_is_the_keep_alive_time_in_whole_seconds()
    {
        var server = await ServeAsync(
            (_, answer) => answer.End(), new HttpServerOptions { KeepAliveTimeout = TimeSpan.FromSeconds(7.9) });
        var client = await ConnectAsync(server);
        Assert.Equal("timeout=7", (await client.ExchangeAsync(Get))["Keep-Alive"]);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order_one_after_the_other()
    {
        const int Requests = 200;
        var active = 0;
        var overlaps = 0;
        var server = await ServeAsync(async (request, answer) =>
        {
            overlaps += ++active == 1 ? 0 : 1;
            await Task.Yield();
            active--;
            answer.End(request.Url);
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(string.Concat(Enumerable.Range(0, Requests).Select(i => $"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n")));
        for (var i = 0; i < Requests; i++)
        {
            Assert.Equal($"/{i}", (await client.ReadResponseAsync()).Body);
        }

        Assert.Equal(0, overlaps);
    }

    [Fact]
    public async Task Pipelined_requests_whose_followers_listen_are_answered_too()
    {
        var finished = 0;
        var server = await ServeAsync((request, answer) =>
        {
            answer.Finished += () => finished++;
            request.Closed += () => { };
            answer.End(request.Url);
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(string.Concat(Enumerable.Range(0, 50).Select(i => $"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n")));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"/{i}", (await client.ReadResponseAsync()).Body);
        }

        await Bounded.Until(() => Volatile.Read(ref finished) == 50);
    }

    [Fact]
    public async Task S62_Connecting_and_leaving_is_no_event_and_no_error()
    {
        var requests = 0;
        var server = await ServeAsync((_, answer) =>
        {
            requests++;
            answer.End();
        });
        for (var i = 0; i < 20; i++)
        {
            var client = await ConnectAsync(server);
            if (i % 2 == 0)
            {
                client.Dispose();
            }
            else
            {
                client.Reset();
            }
        }

        await Bounded.Until(() => server.ConnectionCount == 0);
        Assert.Equal(0, requests);
        Assert.True(server.IsListening);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\nHost: h\n\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505)]
    public async Task S57_S58_Malformed_requests_are_refused_and_never_seen_by_a_handler(string request, int status)
    {
        var seen = false;
        var server = await ServeAsync((_, answer) =>
        {
            seen = true;
            answer.End();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(request);
        var response = await client.ReadResponseAsync();
        Assert.Equal((status, "close"), (response.Status, response["Connection"]));
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.False(seen);
    }

    [Fact]
    public async Task N19_S27_Limits_are_refused_with_their_own_status()
    {
        var options = new HttpServerOptions
        {
            MaxHeadersCount = 3,
            MaxHeaderSize = 500,
            MaxRequestLineSize = 100,
            MaxRequestBodySize = 10,
        };
        var server = await ServeAsync(async (request, answer) => answer.End(await request.ReadStringAsync()), options);
        foreach (var (request, status) in new[]
        {
            ("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\n\r\n", 200),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n", 431),
            ($"GET / HTTP/1.1\r\nHost: h\r\nA: {new string('x', 500)}\r\n\r\n", 431),
            ($"GET /{new string('x', 100)} HTTP/1.1\r\nHost: h\r\n\r\n", 414),
            (Post("0123456789"), 200),
            (Post("0123456789a"), 413),
        })
        {
            var client = await ConnectAsync(server);
            Assert.Equal(status, (await client.ExchangeAsync(request)).Status);
        }
    }

    [Fact]
    public async Task S95_A_client_that_waits_for_100_gets_it_and_then_the_answer()
    {
        var server = await ServeAsync(async (request, answer) => answer.End(await request.ReadStringAsync()));
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, (await client.ReadResponseAsync()).Status);
        await client.SendAsync("body");
        Assert.Equal("body", (await client.ReadResponseAsync()).Body);
        Assert.Equal("next", (await client.ExchangeAsync(Post("next"))).Body);
    }

    [Fact]
    public async Task S95_Another_expectation_is_a_417()
    {
        var server = await ServeAsync((_, answer) => answer.End());
        var client = await ConnectAsync(server);
        Assert.Equal(417, (await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\nExpect: wonders\r\n\r\n")).Status);
    }

    [Fact]
    public async Task S98_CONNECT_that_nobody_takes_is_closed()
    {
        var server = await ServeAsync((_, answer) => answer.End());
        var client = await ConnectAsync(server);
        await client.SendAsync("CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n");
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task S99_An_upgrade_that_nobody_takes_is_an_ordinary_request()
    {
        var server = await ServeAsync((_, answer) => answer.End("plain"));
        var client = await ConnectAsync(server);
        for (var i = 0; i < 2; i++)
        {
            var response = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
            Assert.Equal((200, "plain"), (response.Status, response.Body));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task N47_Newcomers_that_wait_hear_of_a_higher_MaxConnections(int limit)
    {
        var server = await ServeAsync((_, answer) => answer.End("ok"), new HttpServerOptions { MaxConnections = 1 });
        var first = await ConnectAsync(server);
        Assert.Equal("ok", (await first.ExchangeAsync(Get)).Body);
        var second = await ConnectAsync(server);
        var pending = second.ExchangeAsync(Get);
        server.MaxConnections = limit;
        Assert.Equal("ok", (await pending.InTime()).Body);
        Assert.Equal(2, server.ConnectionCount);
    }

    [Fact]
    public async Task N47_MaxConnections_lets_newcomers_wait()
    {
        var server = await ServeAsync((_, answer) => answer.End("ok"), new HttpServerOptions { MaxConnections = 1 });
        var first = await ConnectAsync(server);
        await first.ExchangeAsync(Get);
        var second = await ConnectAsync(server);
        await second.SendAsync(Get);
        for (var i = 0; i < 10; i++)
        {
            await first.ExchangeAsync(Get);
        }

        Assert.Equal(1, server.ConnectionCount);
        first.Dispose();
        Assert.Equal("ok", (await second.ReadResponseAsync()).Body);
    }
}
