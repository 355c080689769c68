using HttpActors.Actors.Loops;

namespace HttpActors.Tests;

/// <summary>What this project is for holds: without it the tests would run on event loops once more.</summary>
public sealed class ThreadPoolTests
{
    [Fact]
    public void Event_loops_are_switched_off() => Assert.False(LoopSwitches.AreDefault);

    [Fact]
    public async Task A_request_runs_on_the_thread_pool()
    {
        var onThreadPool = false;
        await using var server = Http.CreateServer((_, response) =>
        {
            onThreadPool = Thread.CurrentThread.IsThreadPoolThread;
            response.End();
        });
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal(200, (await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).Status);
        Assert.True(onThreadPool);
    }
}
