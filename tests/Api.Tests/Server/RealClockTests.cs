namespace HttpActors.Tests.Server;

/// <summary>Deadlines pass by the machine's own clock too, whichever way its ticks come to a transport.</summary>
public sealed class RealClockTests : ServerTest
{
    [Fact]
    public async Task An_idle_connection_is_closed()
    {
        var server = await ServeAsync(
            (_, answer) => answer.End("ok"),
            new HttpServerOptions { KeepAliveTimeout = TimeSpan.FromMilliseconds(1) });
        var client = await ConnectAsync(server);
        Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Dates_go_on()
    {
        var server = await ServeAsync((_, answer) => answer.End());
        var client = await ConnectAsync(server);
        var first = (await client.ExchangeAsync(Get))["Date"];
        var started = TimeProvider.System.GetTimestamp();
        while ((await client.ExchangeAsync(Get))["Date"] == first)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Bounded.Patience, $"The date stays {first}.");
        }
    }
}
