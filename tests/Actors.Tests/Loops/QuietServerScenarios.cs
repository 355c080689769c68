using HttpActors.Actors.Loops;
using HttpActors.Actors.Server;
using HttpActors.Actors.Tests.Scenarios;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>Connections on which something waits that nobody takes: the loops they are on have nothing to do.</summary>
public sealed class QuietServerScenarios() : ServerScenario(onLoops: true)
{
    private const int Clients = 20;
    private const int Rounds = 200;

    // A round wakes the loop once; it may look once more before it sleeps, and once where it was about to.
    private const int MostWaits = 3 * Rounds;
    private const int Attempts = 5;
    private const int Announced = 10_000_000;
    private EventLoopGroup? _group;

    // No monitor and no clock that runs: whatever wakes a loop comes from the connections.
    private protected override EventLoopGroup? Loops =>
        EventLoopGroup.IsSupported ? _group ??= LoopSystem.Create(Sys, 2, TimeSpan.FromHours(1)) : null;

    [Fact]
    public Task Idle() => StayQuietAsync(HostedServer.Get, static _ => Task.CompletedTask);

    [Fact]
    public Task Paused_with_octets_waiting() => StayQuietAsync(
        $"POST /hold HTTP/1.1\r\nHost: h\r\nContent-Length: {Announced}\r\n\r\n",
        static client => client.SendAsync(new byte[50_000]));

    [Fact]
    public Task Half_closed_under_an_answer_that_does_not_end() => StayQuietAsync(
        "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n",
        static client =>
        {
            client.HalfClose();
            return Task.CompletedTask;
        });

    [Fact]
    public Task Pipelined_behind_an_answer_that_does_not_end() => StayQuietAsync(
        "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n",
        static client => client.SendAsync(string.Concat(Enumerable.Repeat(HostedServer.Get, 1000))));

    [Fact]
    public Task Answered_faster_than_read() => StayQuietAsync(
        "GET /flood HTTP/1.1\r\nHost: h\r\n\r\n", static _ => Task.CompletedTask);

    private async Task StayQuietAsync(string request, Func<RawClient, Task> disturb)
    {
        if (!EventLoopGroup.IsSupported)
        {
            return;
        }

        var server = await StartAsync(handler: Handle);
        var clients = new List<RawClient>();
        for (var i = 0; i < Clients; i++)
        {
            var client = await RawClient.ConnectAsync(server.EndPoint, receiveBuffer: 4096);
            clients.Add(client);
            await client.SendAsync(request);
            await client.ReadAsync(1);
            await disturb(client);
        }

        await Task.WhenAll(_group!.Loops.Select(StaysQuietAsync));
        clients.ForEach(client => client.Dispose());
    }

    private static void Handle(ServerExchange exchange)
    {
        switch (exchange.Request.Target)
        {
            case "/hold":
                Answer.Take(exchange);
                exchange.SetDemand(BodyDemand.None);
                exchange.FlushHead();
                break;
            case "/flood":
                Answer.Take(exchange);
                exchange.Write(new byte[8_000_000], null);
                break;
            default:
                Answer.With(exchange, "ok");
                break;
        }
    }

    private static async Task StaysQuietAsync(EventLoop loop)
    {
        var (events, waits) = (long.MaxValue, long.MaxValue);

        // What is still under way may arrive; a loop that spins is never quiet.
        for (var i = 0; i < Attempts && (events > 0 || waits > MostWaits); i++)
        {
            var before = (Events: loop.ReadinessEvents, loop.Waits);
            await loop.TurnAsync(Rounds);
            (events, waits) = (loop.ReadinessEvents - before.Events, loop.Waits - before.Waits);
        }

        Assert.Equal(0, events);
        Assert.InRange(waits, 0, MostWaits);
    }
}
