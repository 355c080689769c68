namespace HttpActors.Tests.Client;

/// <summary>What of the module's state concerns clients: n3 and n4 of the contract.</summary>
[Collection(nameof(RunsAlone))]
public class ModuleRows : ClientTest
{
    [Fact]
    public async Task N3_The_global_agent_serves_requests_that_name_none_and_can_be_replaced()
    {
        var server = await ServeAsync((_, response) => response.End("x"));
        var before = Http.GlobalAgent;
        Assert.Same(before, Http.GlobalAgent);
        var mine = NewAgent();
        try
        {
            Http.GlobalAgent = mine;
            var response = await Http.GetAsync($"http://127.0.0.1:{PortOf(server)}/").InTime();
            Assert.Equal("x", await response.ReadStringAsync().InTime());
            Assert.Equal(1, mine.GetStats().CreatedConnections);
            Assert.Throws<ArgumentNullException>(() => Http.GlobalAgent = null!);
        }
        finally
        {
            Http.GlobalAgent = before;
        }
    }

    [Fact]
    public async Task What_is_usual_needs_no_named_argument()
    {
        var written = Promise<Exception?>();
        var server = await ServeAsync((_, response) =>
        {
            response.Write("x", written.SetResult);
            response.End();
        });
        var url = $"http://127.0.0.1:{PortOf(server)}/";
        using var stop = new CancellationTokenSource();
        Assert.Equal("x", await (await Http.GetAsync(url, stop.Token).InTime()).ReadStringAsync().InTime());
        Assert.Null(await written.Task.InTime());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Http.GetAsync(new Uri(url), stop.Token).InTime());
    }

    [Fact]
    public async Task N4_MaxHeaderSize_is_the_default_of_agents_made_afterwards()
    {
        var before = Http.MaxHeaderSize;
        try
        {
            Http.MaxHeaderSize = 300;
            var server = ListenRaw();
            var agent = NewAgent();
            Http.MaxHeaderSize = before;
            var pending = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent });
            var peer = await server.AcceptAsync();
            await peer.ReadHeadAsync();
            await peer.SendAsync($"HTTP/1.1 200 OK\r\nA: {new string('b', 300)}\r\n\r\n");
            Assert.Equal("HPE_HEADER_OVERFLOW", (await Assert.ThrowsAsync<HttpException>(() => pending.InTime())).Code);
            Assert.Equal(before, new HttpAgentOptions().MaxHeaderSize);
        }
        finally
        {
            Http.MaxHeaderSize = before;
        }
    }
}
