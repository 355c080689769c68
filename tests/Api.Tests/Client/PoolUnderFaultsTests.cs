namespace HttpActors.Tests.Client;

/// <summary>A pool whose origin goes away and comes back, and requests that are given up all at once.</summary>
public class PoolUnderFaultsTests : ClientTest
{
    [Fact]
    public async Task An_origin_killed_and_restarted_under_64_requests_leaves_none_stuck()
    {
        var server = await ServeAsync((_, response) => response.End("x"));
        var port = PortOf(server);
        var answered = 0;
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await (await Http.GetAsync(To(port)).InTime()).ReadAllAsync().InTime();
                    Interlocked.Increment(ref answered);
                }
                catch (HttpException error)
                {
                    Assert.True(error.Code is "ECONNRESET" or "ECONNREFUSED", error.ToString());
                }
            }
        })).ToArray();
        await Bounded.Until(() => Volatile.Read(ref answered) > 200);
        server.Dispose();
        await server.Completion.InTime();
        await server.ListenAsync(port, "127.0.0.1").InTime();
        var before = Volatile.Read(ref answered);
        await Bounded.Until(() => Volatile.Read(ref answered) > before + 200);
        await stop.CancelAsync();
        await Task.WhenAll(workers).InTime();
        await Agent.CloseAsync().InTime();
        Assert.Equal(0, Agent.GetStats().OpenConnections);
    }

    [Fact]
    public async Task Requests_cancelled_all_at_once_end_with_one_error_each()
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 8 });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        using var source = new CancellationTokenSource();
        var pending = Enumerable.Range(0, 200).Select(_ => Http.GetAsync(options, source.Token)).ToArray();
        await server.AcceptAsync();
        await source.CancelAsync();
        foreach (var response in pending)
        {
            await Assert.ThrowsAsync<HttpAbortException>(() => response.InTime());
        }

        await Bounded.Until(() => agent.GetStats() is { OpenConnections: 0, QueuedRequests: 0 });
    }
}
