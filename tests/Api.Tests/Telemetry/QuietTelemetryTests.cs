using HttpActors.Actors.Server;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Tests.Telemetry;

/// <summary>While nobody listens, observing costs three loads: no object, no timestamp, no span (n13).</summary>
[Collection(nameof(TelemetryCollection))]
public sealed class QuietTelemetryTests : ServerTest
{
    private readonly CountingTime _time = new();

    private protected override HttpServerOptions Options => new() { TimeProvider = _time };

    [Fact]
    public async Task Nobody_listens_nothing_is_made()
    {
        ServerExchange? seen = null;
        var server = await ServeAsync((request, answer) =>
        {
            seen = (ServerExchange)request.Exchange;
            Assert.Null(request.Activity);
            answer.End();
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        var before = _time.Timestamps;
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(200, (await client.ExchangeAsync(Get)).Status);
        }

        Assert.False(HttpInstruments.ServerExchangesAreObserved || HttpInstruments.ServerConnectionsAreObserved);
        Assert.Null(seen!.Telemetry);
        Assert.Equal(before, _time.Timestamps);
    }

    [Fact]
    public async Task Somebody_listens_and_the_clock_is_read_twice_a_request()
    {
        using var probe = new MeterProbe("http.server.request.duration");
        var server = await ServeAsync((_, answer) => answer.End());
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        var before = _time.Timestamps;
        await client.ExchangeAsync(Get);
        await Bounded.Until(() => probe.All.Count == 2);
        Assert.Equal(before + 2, _time.Timestamps);
    }

    /// <summary>Counts who asks for the time; its timers never fire.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private int _timestamps;

        public int Timestamps => Volatile.Read(ref _timestamps);

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _timestamps);
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
