namespace HttpActors.Tests.Client;

/// <summary>When a connection serves the next request, and when not: group F of the scenarios from the client's side.</summary>
public class ReuseScenarios : ClientTest
{
    [Theory]
    [InlineData("HTTP/1.0", null, false)]
    [InlineData("HTTP/1.0", "keep-alive", true)]
    [InlineData("HTTP/1.1", null, true)]
    [InlineData("HTTP/1.1", "close", false)]
    [InlineData("HTTP/1.1", "keep-alive, close", false)]
    public async Task S69_The_response_says_whether_the_connection_persists(string version, string? connection, bool persists)
    {
        var server = ListenRaw();
        var line = connection is null ? "" : $"Connection: {connection}\r\n";
        var first = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"{version} 200 OK\r\n{line}Content-Length: 1\r\n\r\n1");
        Assert.Equal("1", await (await first.InTime()).ReadStringAsync().InTime());
        if (!persists)
        {
            Assert.Equal("", await peer.ReadToEndAsync());
        }

        var second = Http.Get(To(server));
        peer = persists ? peer : await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("2");
        Assert.Equal("2", await (await second.Response.InTime()).ReadStringAsync().InTime());
        Assert.Equal(persists, second.ReusedSocket);
    }

    [Fact]
    public async Task S78_An_early_response_frees_the_connection_only_when_the_request_is_finished()
    {
        var server = ListenRaw();
        var early = Http.Request(To(server, "/early", "POST"));
        early.Write("begun");
        var peer = await server.AcceptAsync();
        await peer.ReadUntilAsync("5\r\nbegun\r\n");
        await peer.AnswerAsync("early");
        Assert.Equal("early", await (await early.Response.InTime()).ReadStringAsync().InTime());
        Assert.Equal(0, Agent.GetStats().IdleConnections);

        // The connection is still the first request's: this one needs another.
        var between = Http.GetAsync(To(server, "/between"));
        var other = await server.AcceptAsync();
        Assert.StartsWith("GET /between ", await other.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.False(early.Completion.IsCompleted);

        var finished = Promise();
        early.Finished += () => finished.TrySetResult();
        early.End(" and ended");
        Assert.Equal("a\r\n and ended\r\n0\r\n\r\n", await peer.ReadUntilAsync("0\r\n\r\n"));
        await finished.Task.InTime();
        await early.Completion.InTime();
        await Bounded.Until(() => Agent.GetStats().IdleConnections == 1);

        // Released once: one more request takes it, and a second one finds none.
        var third = Http.GetAsync(To(server, "/third"));
        Assert.StartsWith("GET /third ", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal((2, 0), (Agent.GetStats().OpenConnections, Agent.GetStats().IdleConnections));
        await peer.AnswerAsync("3");
        Assert.Equal("3", await (await third.InTime()).ReadStringAsync().InTime());
        await other.AnswerAsync("b");
        Assert.Equal("b", await (await between.InTime()).ReadStringAsync().InTime());
        await Bounded.Until(() => Agent.GetStats() is { IdleConnections: 2, OpenConnections: 2 });
    }

    [Fact]
    public async Task Row51_N114_The_socket_is_the_exchanges_own_until_the_connection_is_free()
    {
        var server = ListenRaw();
        var assigned = Promise<NetSocket>();
        var request = Http.Request(To(server));
        request.SocketAssigned += assigned.SetResult;
        var socket = await assigned.Task.InTime();
        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
        var response = await request.Response.InTime();
        Assert.Same(socket, response.Socket);
        Assert.Same(socket, request.Socket);
        Assert.Equal(server.Port, ((System.Net.IPEndPoint)socket.RemoteEndPoint!).Port);
        await peer.SendAsync("lf");
        Assert.Equal("half", await response.ReadStringAsync().InTime());
        await request.Completion.InTime();
        Assert.Null(response.Socket);
        Assert.Null(request.Socket);
        Assert.False(socket.IsDestroyed);
    }

    [Fact]
    public async Task N86_A_response_that_nobody_listens_for_is_thrown_away_and_its_connection_kept()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time });
        var server = ListenRaw();
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        Http.Get(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('x', 100_000)}");
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return agent.GetStats().IdleConnections == 1;
        });
        var next = Http.GetAsync(options);
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("next");
        Assert.Equal("next", await (await next.InTime()).ReadStringAsync().InTime());
    }
}
