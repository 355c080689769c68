namespace HttpActors.Tests.Client;

/// <summary>The agent's members that have rows of their own: part 2.8 of the contract, and the pool of undici.</summary>
public class PoolRows : ClientTest
{
    [Fact]
    public async Task N118_Without_keep_alive_every_request_says_close()
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { KeepAlive = false });
        var pending = Http.GetAsync(Through(agent, server.Port));
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nConnection: close\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.AnswerAsync("x");
        Assert.Equal("x", await (await pending.InTime()).ReadStringAsync().InTime());
        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.Equal(0, agent.GetStats().IdleConnections);
    }

    [Fact]
    public async Task N123_S71_More_idle_connections_than_allowed_are_closed()
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxFreeSockets = 1 });
        var pending = new List<Task<IncomingMessage>>();
        var peers = new List<RawPeer>();
        for (var i = 0; i < 3; i++)
        {
            pending.Add(Http.GetAsync(Through(agent, server.Port)));
            peers.Add(await server.AcceptAsync());
            await peers[i].ReadHeadAsync();
        }

        Assert.Equal(3, agent.GetStats().OpenConnections);
        foreach (var peer in peers)
        {
            await peer.AnswerAsync("x");
        }

        foreach (var response in pending)
        {
            await (await response.InTime()).ReadAllAsync().InTime();
        }

        await Bounded.Until(() => agent.GetStats() is { OpenConnections: 1, IdleConnections: 1 });
    }

    [Fact]
    public async Task N125_S73_An_idle_connection_is_closed_after_the_agents_time()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time, Timeout = TimeSpan.FromSeconds(30) });
        var peer = await IdleAsync(agent, "");
        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(1, agent.GetStats().IdleConnections);
        time.Advance(TimeSpan.FromSeconds(1.2));
        Assert.Equal("", await peer.ReadToEndAsync());
        await Bounded.Until(() => agent.GetStats().OpenConnections == 0);
    }

    [Fact]
    public async Task U3_S74_A_hint_is_believed_up_to_ten_minutes()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time, ConnectionLifetime = TimeSpan.Zero });
        var peer = await IdleAsync(agent, "Keep-Alive: timeout=86400\r\n");
        time.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(1, agent.GetStats().IdleConnections);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Theory]
    [InlineData("Keep-Alive: timeout=1\r\n")]
    [InlineData("Keep-Alive: timeout=5, max=0\r\n")]
    public async Task U3_S74_A_hint_that_leaves_no_time_and_no_request_closes_at_once(string hint)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 200 OK\r\n{hint}Content-Length: 1\r\n\r\nx");
        Assert.Equal("x", await (await pending.InTime()).ReadStringAsync().InTime());
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task N130_U12_Destroying_an_agent_fails_what_is_queued_and_under_way(bool disposes)
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        var first = Http.GetAsync(Through(agent, server.Port));
        var queued = Http.GetAsync(Through(agent, server.Port));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await Bounded.Until(() => agent.GetStats().QueuedRequests == 1);
        if (disposes)
        {
            agent.Dispose();
        }
        else
        {
            agent.Destroy();
        }

        foreach (var request in new[] { first, queued })
        {
            Assert.Equal("ERR_AGENT_DESTROYED", (await Assert.ThrowsAsync<HttpException>(() => request.InTime())).Code);
        }

        Assert.Equal("ERR_AGENT_CLOSED", Assert.Throws<HttpStateException>(() => Http.Request(Through(agent, server.Port))).Code);
        await agent.DisposeAsync().InTime();
        Assert.Equal((0, 0, 0), agent.GetStats() is var (open, idle, waiting, _, _, _) ? (open, idle, waiting) : default);
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task N131_Requests_share_connections_only_when_they_would_make_the_same_ones()
    {
        var server = await ServeAsync((request, response) => response.End($"{request.Socket!.Id}"));
        var port = PortOf(server);
        ClientRequestOptions[] ways =
        [
            new() { Host = "127.0.0.1", Port = port, Agent = Agent },
            new() { Host = "localhost", Port = port, Agent = Agent },
            new() { Host = "127.0.0.1", Port = port, Agent = Agent, NoDelay = false },
            new() { Host = "127.0.0.1", Port = port, Agent = Agent, TcpKeepAlive = true },
        ];
        var ids = new List<string>();
        foreach (var way in ways.Concat(ways))
        {
            ids.Add(await (await Http.GetAsync(way).InTime()).ReadStringAsync().InTime());
        }

        Assert.Equal(4, ids.Take(4).Distinct().Count());
        Assert.Equal(ids.Take(4), ids.Skip(4));
        Assert.Equal(4, Agent.GetStats().Origins);
    }

    [Fact]
    public void N8_N9_The_classes_of_the_client_are_public_and_a_request_is_an_outgoing_message()
    {
        Assert.All([typeof(HttpAgent), typeof(ClientRequest), typeof(IncomingMessage), typeof(OutgoingMessage)], type => Assert.True(type.IsPublic));
        Assert.True(typeof(ClientRequest).IsSubclassOf(typeof(OutgoingMessage)));
        using var agent = new HttpAgent();
        Assert.Equal(new HttpAgentStats(0, 0, 0, 0, 0, 0), agent.GetStats());
    }

    private static ClientRequestOptions Through(HttpAgent agent, int port) => new() { Host = "127.0.0.1", Port = port, Agent = agent };

    /// <summary>A connection that is idle since this moment, after an answer with this field.</summary>
    private async Task<RawPeer> IdleAsync(HttpAgent agent, string field)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(Through(agent, server.Port));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 200 OK\r\n{field}Content-Length: 0\r\n\r\n");
        await (await pending.InTime()).ReadAllAsync().InTime();
        await Bounded.Until(() => agent.GetStats().IdleConnections == 1);
        return peer;
    }
}
