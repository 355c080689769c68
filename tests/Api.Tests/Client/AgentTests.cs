using System.IO.Pipelines;
using System.Net;

namespace HttpActors.Tests.Client;

/// <summary>The pool: n118 to n134 of the contract, and the scenarios of group F from the client's side.</summary>
public class AgentTests : ClientTest
{
    [Fact]
    public async Task N111_Requests_one_after_the_other_share_a_connection()
    {
        var server = await ServeAsync((request, response) => response.End($"{request.Socket!.Id}"));
        var ids = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await (await Http.GetAsync(To(server)).InTime()).ReadStringAsync().InTime());
        }

        Assert.Single(ids);
        var request = Http.Get(To(server));
        await (await request.Response.InTime()).ReadAllAsync().InTime();
        Assert.True(request.ReusedSocket);
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [Fact]
    public async Task N90_Without_an_agent_the_connection_is_closed_after_the_request()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, UseAgent = false, Agent = Agent });
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nConnection: close\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.AnswerAsync("x");
        await (await pending.InTime()).ReadAllAsync().InTime();
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task S70_The_servers_close_overrides_the_wish()
    {
        var server = await ServeAsync((request, response) =>
        {
            response.SetHeader("Connection", "close");
            response.End($"{request.Socket!.Id}");
        });
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Agent = agent };
        var pending = Enumerable.Range(0, 3).Select(_ => Http.GetAsync(options)).ToArray();
        var ids = new HashSet<string>();
        foreach (var response in pending)
        {
            ids.Add(await (await response.InTime()).ReadStringAsync().InTime());
        }

        Assert.Equal(3, ids.Count);
    }

    [Fact]
    public async Task S71_N121_N132_One_socket_at_most_queues_the_rest()
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var pending = Enumerable.Range(0, 3).Select(_ => Http.GetAsync(options)).ToArray();
        var peer = await server.AcceptAsync();
        for (var left = 2; left >= 0; left--)
        {
            await peer.ReadHeadAsync();
            await Bounded.Until(() => agent.GetStats().QueuedRequests == left);
            await peer.AnswerAsync("x");
        }

        foreach (var response in pending)
        {
            await (await response.InTime()).ReadAllAsync().InTime();
        }

        Assert.Equal(1, agent.GetStats().CreatedConnections);
    }

    [Fact]
    public async Task N122_The_total_limit_holds_over_origins()
    {
        var first = await ServeAsync((_, response) => response.End("a"));
        var second = await ServeAsync((_, response) => response.End("b"));
        var agent = NewAgent(new HttpAgentOptions { MaxTotalSockets = 1 });
        for (var i = 0; i < 3; i++)
        {
            foreach (var (server, answer) in new[] { (first, "a"), (second, "b") })
            {
                var options = new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Agent = agent };
                Assert.Equal(answer, await (await Http.GetAsync(options).InTime()).ReadStringAsync().InTime());
                Assert.True(agent.GetStats().OpenConnections <= 1);
            }
        }
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1, MaxQueuedRequests = 1 });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        _ = Http.Get(options);
        await server.AcceptAsync();
        var queued = Http.GetAsync(options);
        await Bounded.Until(() => agent.GetStats().QueuedRequests == 1);
        var error = await Assert.ThrowsAsync<HttpException>(() => Http.GetAsync(options).InTime());
        Assert.Equal(("ERR_HTTP_QUEUE_FULL", HttpPhase.Queue), (error.Code, error.Phase));
        agent.Destroy();
        Assert.Equal("ERR_AGENT_DESTROYED", (await Assert.ThrowsAsync<HttpException>(() => queued.InTime())).Code);
    }

    [Fact]
    public async Task S67_N134_Octets_that_wait_on_an_idle_connection_are_poison()
    {
        var server = ListenRaw();
        var peer = await KeepOneAsync(server);
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        await peer.ArrivedAsync();
        var second = Http.GetAsync(To(server));
        var fresh = await server.AcceptAsync();
        await fresh.ReadHeadAsync();
        await fresh.AnswerAsync("clean");
        Assert.Equal("clean", await (await second.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task S63_Octets_behind_a_response_drop_the_connection()
    {
        var server = ListenRaw();
        var first = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\noneHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        Assert.Equal("one", await (await first.InTime()).ReadStringAsync().InTime());
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task S73_The_end_of_an_idle_connection_is_silent()
    {
        var server = ListenRaw();
        var peer = await KeepOneAsync(server);
        peer.Dispose();
        await Bounded.Until(() => Agent.GetStats().OpenConnections == 0);
        var second = Http.GetAsync(To(server));
        var fresh = await server.AcceptAsync();
        await fresh.ReadHeadAsync();
        await fresh.AnswerAsync("again");
        Assert.Equal("again", await (await second.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task S74_N120_An_idle_connection_is_closed_before_the_server_does()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time });
        var server = ListenRaw();
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var first = Http.GetAsync(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=20\r\nContent-Length: 0\r\n\r\n");
        await (await first.InTime()).ReadAllAsync().InTime();
        await Bounded.Until(() => agent.GetStats().IdleConnections == 1);
        time.Advance(TimeSpan.FromSeconds(18.9));
        Assert.Equal(1, agent.GetStats().OpenConnections);
        time.Advance(TimeSpan.FromSeconds(1.2));
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task The_keep_alive_race_repeats_a_get_and_not_a_post()
    {
        foreach (var (method, repeated) in new[] { ("GET", true), ("POST", false) })
        {
            var server = ListenRaw();
            var first = Http.GetAsync(To(server));
            var peer = await server.AcceptAsync();
            await peer.ReadHeadAsync();
            await peer.AnswerAsync();
            await (await first.InTime()).ReadAllAsync().InTime();
            var second = Http.RequestAsync(To(server, method: method), method == "POST" ? "body"u8.ToArray() : default);
            await peer.ReadHeadAsync();
            peer.Reset();
            if (repeated)
            {
                var fresh = await server.AcceptAsync();
                await fresh.ReadHeadAsync();
                await fresh.AnswerAsync("repeated");
                Assert.Equal("repeated", await (await second.InTime()).ReadStringAsync().InTime());
                Assert.Equal(1, Agent.GetStats().RepeatedRequests);
            }
            else
            {
                Assert.Equal("ECONNRESET", (await Assert.ThrowsAsync<HttpException>(() => second.InTime())).Code);
            }
        }
    }

    [Fact]
    public async Task N124_Lifo_takes_the_connection_used_last_and_fifo_the_one_idle_longest()
    {
        foreach (var (scheduling, index) in new[] { (HttpScheduling.Lifo, 1), (HttpScheduling.Fifo, 0) })
        {
            var server = ListenRaw();
            var agent = NewAgent(new HttpAgentOptions { Scheduling = scheduling });
            var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
            var peers = new RawPeer[2];
            var pending = new Task<IncomingMessage>[2];
            for (var i = 0; i < 2; i++)
            {
                pending[i] = Http.GetAsync(options);
                peers[i] = await server.AcceptAsync();
                await peers[i].ReadHeadAsync();
            }

            for (var i = 0; i < 2; i++)
            {
                await peers[i].AnswerAsync();
                await (await pending[i].InTime()).ReadAllAsync().InTime();
                await Bounded.Until(() => agent.GetStats().IdleConnections == i + 1);
            }

            // Not from a loop's thread, where its own connections come first.
            var third = await Task.Run(() => Http.Get(options)).InTime();
            await peers[index].ReadHeadAsync();
            third.Destroy();
        }
    }

    [Fact]
    public async Task U12_Closing_finishes_what_is_queued_and_refuses_what_is_new()
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var first = Http.GetAsync(options);
        var second = Http.GetAsync(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await Bounded.Until(() => agent.GetStats().QueuedRequests == 1);
        var closed = agent.CloseAsync();
        Assert.Equal("ERR_AGENT_CLOSED", Assert.Throws<HttpStateException>(() => { _ = Http.GetAsync(options); }).Code);
        await peer.AnswerAsync("1");
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("2");
        Assert.Equal("1", await (await first.InTime()).ReadStringAsync().InTime());
        Assert.Equal("2", await (await second.InTime()).ReadStringAsync().InTime());
        await closed.InTime();
    }

    [Fact]
    public async Task N98_A_unix_socket_is_reached()
    {
        var path = Path.Combine(Path.GetTempPath(), $"ha-{Guid.NewGuid():N}.sock");
        using var listening = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listening.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        listening.Listen(1);
        try
        {
            var pending = Http.GetAsync(new ClientRequestOptions { SocketPath = path, Agent = Agent });
            using var peer = new RawPeer(await listening.AcceptAsync().InTime());
            Assert.Contains("\r\nHost: localhost\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
            await peer.AnswerAsync("local");
            Assert.Equal("local", await (await pending.InTime()).ReadStringAsync().InTime());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task N97_A_connect_function_makes_the_connection()
    {
        var server = Create();
        server.RequestReceived += (request, response) => response.End(request.Url);
        var options = new ClientRequestOptions
        {
            Path = "/in-process",
            Agent = Agent,
            Connect = _ =>
            {
                var toServer = new Pipe();
                var toClient = new Pipe();
                server.Accept(new Ends(toServer.Reader, toClient.Writer));
                return ValueTask.FromResult<IDuplexPipe>(new Ends(toClient.Reader, toServer.Writer));
            },
        };
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("/in-process", await (await Http.GetAsync(options).InTime()).ReadStringAsync().InTime());
        }

        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [Fact]
    public async Task N99_Half_of_the_addresses_may_be_dead()
    {
        var server = await ServeAsync((_, response) => response.End("alive"));
        var options = new ClientRequestOptions
        {
            Host = "several",
            Port = PortOf(server),
            Agent = Agent,
            Lookup = (_, _) => ValueTask.FromResult(new[] { IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Loopback }),
        };
        Assert.Equal("alive", await (await Http.GetAsync(options).InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task U2_The_head_of_a_response_must_come_in_time()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time, HeadersTimeout = TimeSpan.FromSeconds(3) });
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent });
        await (await server.AcceptAsync()).ReadHeadAsync();
        await Bounded.Until(() => { time.Advance(TimeSpan.FromSeconds(1)); return pending.IsCompleted; });
        Assert.Equal("ERR_HTTP_HEADERS_TIMEOUT", (await Assert.ThrowsAsync<HttpTimeoutException>(() => pending)).Code);
    }

    [Fact]
    public async Task Sixty_four_at_once_are_all_answered()
    {
        var server = await ServeAsync((request, response) => response.End(request.Url));
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async worker =>
        {
            for (var i = 0; i < 20; i++)
            {
                var path = $"/{worker}/{i}";
                Assert.Equal(path, await (await Http.GetAsync(To(server, path))).ReadStringAsync());
            }
        })).InTime();
        Assert.True(Agent.GetStats().CreatedConnections <= 64 + 16, $"{Agent.GetStats()}");
    }
}
