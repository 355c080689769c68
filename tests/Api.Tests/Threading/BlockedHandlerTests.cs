using System.Diagnostics.Metrics;
using HttpActors.Actors.Loops;

namespace HttpActors.Tests.Threading;

/// <summary>A handler that blocks its thread delays its own connection and no other one.</summary>
public sealed class BlockedHandlerTests : ServerTest
{
    private const int Others = 8;
    private const int RequestsEach = 100;

    // More than there are loops: each of them has lost a thread at least once.
    private static readonly int Blocked = Environment.ProcessorCount + 2;

    [Fact]
    public async Task Others_are_answered_while_handlers_block()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        var handOffs = HandOffs();
        var server = await ServeAsync((request, answer) =>
        {
            if (request.Url == "/block")
            {
                entered.Release();
                Assert.True(release.Wait(Bounded.Patience));
            }

            answer.End(request.Url);
        });
        var blocked = new RawClient[Blocked];
        for (var i = 0; i < Blocked; i++)
        {
            blocked[i] = await ConnectAsync(server);
            await blocked[i].SendAsync(GetOf("/block"));
            Assert.True(await entered.WaitAsync(Bounded.Patience));
        }

        await Task.WhenAll(Enumerable.Range(0, Others).Select(number => ExchangeAsync(server, number)));
        release.Set();
        foreach (var client in blocked)
        {
            Assert.Equal("/block", (await client.ReadResponseAsync()).Body);
        }

        Assert.True(!LoopSwitches.AreDefault || HandOffs() > handOffs, "No hand-off was counted.");
    }

    private static string GetOf(string path) => $"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n";

    private async Task ExchangeAsync(HttpServer server, int number)
    {
        var client = await ConnectAsync(server);
        for (var i = 0; i < RequestsEach; i++)
        {
            Assert.Equal($"/{number}/{i}", (await client.ExchangeAsync(GetOf($"/{number}/{i}"))).Body);
        }
    }

    /// <summary>As any program can read it: the counter exists from the first hand-off of the process on.</summary>
    private static long HandOffs()
    {
        var total = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "HttpActors", Name: "httpactors.loop.hand_offs" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => total = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return total;
    }
}
