namespace HttpActors.Tests.Client;

/// <summary>The client on whatever moves its octets, and what its agent says of itself meanwhile.</summary>
public class ClientTransportTests : ClientTest
{
    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task Bodies_come_and_go_whole_on_kept_connections(HttpTransport transport)
    {
        var agent = NewAgent(new HttpAgentOptions { Transport = transport });
        var server = await ServeAsync(async (request, response) => await request.CopyToAsync(response));
        var octets = new byte[1_000_000];
        new Random(7).NextBytes(octets);
        foreach (var length in new[] { 0, 1, 65_536, octets.Length })
        {
            var options = new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Method = "POST", Agent = agent };
            var response = await Http.RequestAsync(options, octets.AsMemory(0, length)).InTime();
            Assert.Equal(octets[..length], await response.ReadAllAsync().InTime());
            await Bounded.Until(() => agent.GetStats().IdleConnections == 1);
        }

        // A wait that ends for nothing is no octet: it must not cost the connection.
        Assert.Equal(1, agent.GetStats().CreatedConnections);
    }

    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task A_reset_a_refusal_and_a_repeat_are_what_they_are(HttpTransport transport)
    {
        var agent = NewAgent(new HttpAgentOptions { Transport = transport });
        var server = ListenRaw();
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var first = Http.GetAsync(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("first");
        Assert.Equal("first", await (await first.InTime()).ReadStringAsync().InTime());
        var second = Http.GetAsync(options);
        await peer.ReadHeadAsync();
        peer.Reset();
        var fresh = await server.AcceptAsync();
        await fresh.ReadHeadAsync();
        fresh.Reset();
        var reset = await Assert.ThrowsAsync<HttpException>(() => second.InTime());
        Assert.Equal(("ECONNRESET", 2), (reset.Code, reset.Attempt));
        var refused = await Assert.ThrowsAsync<HttpException>(
            () => Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = DeadPort(), Agent = agent }).InTime());
        Assert.Equal("ECONNREFUSED", refused.Code);
    }

    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task An_upgrade_hands_out_the_connection(HttpTransport transport)
    {
        var agent = NewAgent(new HttpAgentOptions { Transport = transport });
        var server = ListenRaw();
        var upgraded = Promise<NetSocket>();
        var request = Http.Request(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = agent,
            Headers = [new("Connection", "Upgrade"), new("Upgrade", "x")],
        });
        request.Upgraded += (_, socket, _) => upgraded.SetResult(socket);
        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        await using var stream = (await upgraded.Task.InTime()).AsStream();
        await stream.WriteAsync("ping"u8.ToArray()).InTime();
        Assert.Equal("ping", await peer.ReadAsync(4));
        await peer.SendAsync("pong");
        var answer = new byte[4];
        await stream.ReadExactlyAsync(answer).InTime();
        Assert.Equal("pong"u8.ToArray(), answer);
    }

    [Fact]
    public async Task The_figures_of_an_agent_follow_what_it_does()
    {
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        Assert.Equal(new HttpAgentStats(0, 0, 0, 0, 0, 0), agent.GetStats());
        var (one, two) = (ListenRaw(), ListenRaw());
        ClientRequestOptions At(RawServer server) => new() { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var busy = Http.GetAsync(At(one));
        var peer = await one.AcceptAsync();
        await peer.ReadHeadAsync();
        var queued = Http.GetAsync(At(one));
        var other = Http.GetAsync(At(two));
        var second = await two.AcceptAsync();
        await second.ReadHeadAsync();
        await ReachAsync(agent, new HttpAgentStats(2, 0, 1, 2, 2, 0));
        await second.AnswerAsync();
        await (await other.InTime()).ReadAllAsync().InTime();
        await ReachAsync(agent, new HttpAgentStats(2, 1, 1, 2, 2, 0));
        await peer.AnswerAsync();
        await (await busy.InTime()).ReadAllAsync().InTime();
        await peer.ReadHeadAsync();
        await ReachAsync(agent, new HttpAgentStats(2, 1, 0, 2, 2, 0));
        peer.Reset();
        var fresh = await one.AcceptAsync();
        await fresh.ReadHeadAsync();
        await ReachAsync(agent, new HttpAgentStats(2, 1, 0, 2, 3, 1));
        await fresh.AnswerAsync();
        await (await queued.InTime()).ReadAllAsync().InTime();
        await agent.CloseAsync().InTime();
        var after = agent.GetStats();
        Assert.Equal((0, 0, 0, 3L, 1L), (after.OpenConnections, after.IdleConnections, after.QueuedRequests, after.CreatedConnections, after.RepeatedRequests));
    }

    private static Task ReachAsync(HttpAgent agent, HttpAgentStats stats) => Bounded.Until(() => agent.GetStats() == stats, $"{stats}");
}
