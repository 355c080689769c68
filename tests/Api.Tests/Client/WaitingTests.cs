namespace HttpActors.Tests.Client;

/// <summary>Whoever waits is told, and whoever stops waiting lets go.</summary>
public sealed class WaitingTests : ClientTest
{
    [Fact]
    public async Task An_origin_that_waits_gets_the_room_of_a_connection_that_becomes_idle_elsewhere()
    {
        var agent = NewAgent(new HttpAgentOptions { MaxTotalSockets = 1, Timeout = TimeSpan.FromMinutes(5) });
        var (first, second) = (ListenRaw(), ListenRaw());
        var busy = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = first.Port, Agent = agent });
        var peer = await first.AcceptAsync();
        await peer.ReadHeadAsync();
        var waiting = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = second.Port, Agent = agent });
        await Bounded.Until(() => agent.GetStats().QueuedRequests == 1);

        await peer.AnswerAsync("first");
        Assert.Equal("first", await (await busy.InTime()).ReadStringAsync().InTime());
        var other = await second.AcceptAsync();
        await other.ReadHeadAsync();
        await other.AnswerAsync("second");
        Assert.Equal("second", await (await waiting.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Response_completes_with_an_upgrade_also_for_those_who_asked_before()
    {
        var server = ListenRaw();
        var request = Http.Request(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = Agent,
            Headers = [new("Connection", "Upgrade"), new("Upgrade", "x")],
        });
        request.Upgraded += (_, socket, _) => socket.Destroy();
        var response = request.Response;
        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        Assert.Equal(101, (await response.InTime()).StatusCode);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("copy")]
    [InlineData("a stream that fails")]
    public async Task A_body_whose_reader_stops_waiting_is_given_up(string way)
    {
        var agent = NewAgent();
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nhalf");
        var response = await pending.InTime();
        using var stop = new CancellationTokenSource();
        var reading = way switch
        {
            "all" => response.ReadAllAsync(cancellationToken: stop.Token),
            "copy" => response.CopyToAsync(new MemoryStream(), stop.Token),
            _ => response.CopyToAsync(new MemoryStream([], writable: false), stop.Token),
        };
        if (way == "a stream that fails")
        {
            await Assert.ThrowsAnyAsync<NotSupportedException>(() => reading.InTime());
        }
        else
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.InTime());
        }

        // More than is thrown away for the sake of the connection; whoever still collected it would keep that open.
        await Record.ExceptionAsync(() => peer.SendAsync(new string('x', 300_000)).InTime());
        await Bounded.Until(() => agent.GetStats().OpenConnections == 0);
    }
}
