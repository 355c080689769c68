using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Server;
using HttpActors.Actors.Tests.Scenarios;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>
/// Loops change hands under real connections and their actors: every request is answered once, in order, and no thread
/// stays behind. On systems without epoll there is nothing to hand off.
/// </summary>
public sealed class HandOffScenarios() : ServerScenario(onLoops: true)
{
    private const int LoopCount = 2;
    private const int MostParked = 4;
    private readonly ConcurrentDictionary<string, int> _handled = new();
    private EventLoopGroup? _group;

    // The monitor stays out of it: the schedule says when.
    private protected override EventLoopGroup? Loops =>
        EventLoopGroup.IsSupported ? _group ??= LoopSystem.Create(Sys, LoopCount, TimeSpan.FromHours(1)) : null;

    private EventLoopGroup Group => _group!;

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(2, 500)]
    [InlineData(20_261_122, 500)]
    public async Task Every_request_is_answered_once_and_in_order(int seed, int handOffs)
    {
        if (!EventLoopGroup.IsSupported)
        {
            return;
        }

        var gates = new ConcurrentDictionary<string, HandlerGate>();
        var server = await StartAsync(handler: exchange => Handle(exchange, gates));
        using var schedule = await HandOffSchedule.ConnectAsync(seed, server.EndPoint!, gates, TakeAway);
        while (Group.HandOffs < handOffs)
        {
            await schedule.StepAsync();
        }

        await schedule.FinishAsync();
        Assert.Equal(schedule.Sent, _handled.Count);
        Assert.All(_handled, static request => Assert.Equal(1, request.Value));
        await EndsWithoutThreadsAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loops_that_are_taken_away_at_any_moment_lose_nothing(bool whileTheyMove)
    {
        if (!EventLoopGroup.IsSupported)
        {
            return;
        }

        const int Clients = 8;
        const int Requests = 200;
        var server = await StartAsync(handler: HandleUntilTakenAway);
        using var done = new CancellationTokenSource();
        var thief = Task.Factory.StartNew(() => Steal(done.Token), TaskCreationOptions.LongRunning);
        var mover = whileTheyMove ? Task.Factory.StartNew(() => Move(done.Token), TaskCreationOptions.LongRunning) : Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => RequestAsync(server, number, Requests)));
        await done.CancelAsync();
        await Task.WhenAll(thief, mover).InTime();
        Assert.Equal(Clients * Requests, _handled.Count);
        Assert.NotEqual(0, Group.HandOffs);
        await EndsWithoutThreadsAsync();
    }

    private static async Task RequestAsync(HostedServer server, int number, int requests)
    {
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        for (var i = 0; i < requests; i++)
        {
            var target = string.Create(CultureInfo.InvariantCulture, $"/{number}/{i}/{i % 3}");
            Assert.Equal(target, (await client.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
        }
    }

    private void Handle(ServerExchange exchange, ConcurrentDictionary<string, HandlerGate> gates)
    {
        _handled.AddOrUpdate(exchange.Request.Target, 1, static (_, count) => count + 1);
        if (gates.TryGetValue(exchange.Request.Target, out var gate))
        {
            gate.Block();
        }

        Answer(exchange);
    }

    private void HandleUntilTakenAway(ServerExchange exchange)
    {
        _handled.AddOrUpdate(exchange.Request.Target, 1, static (_, count) => count + 1);
        var before = Group.HandOffs;
        SpinWait.SpinUntil(() => Group.HandOffs != before, TimeSpan.FromMilliseconds(1));
        Answer(exchange);
    }

    /// <summary>In the turn, or, where the target says so, from a thread that is none of the loops'.</summary>
    private static void Answer(ServerExchange exchange)
    {
        var target = exchange.Request.Target;
        Scenarios.Answer.Take(exchange);
        if (target.EndsWith('2'))
        {
            _ = Task.Run(End);
        }
        else
        {
            End();
        }

        void End() => exchange.End(Encoding.UTF8.GetBytes(target), null);
    }

    private bool TakeAway()
    {
        var taken = false;
        for (var loop = 0; loop < LoopCount; loop++)
        {
            taken |= Group.TryHandOffNow(loop);
        }

        return taken;
    }

    private void Steal(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            if (!TakeAway())
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>From one thread to two and back, as fast as it goes.</summary>
    private void Move(CancellationToken done)
    {
        var moves = 0;
        while (!done.IsCancellationRequested)
        {
            if (Group.IsMoving || !(Group.TryMerge(1, 0) || Group.TryMerge(0, 1) || Group.TrySplit(0) || Group.TrySplit(1)))
            {
                Thread.Yield();
            }
            else
            {
                moves++;
            }
        }

        Assert.NotEqual(0, moves);
    }

    private async Task EndsWithoutThreadsAsync()
    {
        await Bounded.Until(() => Group.ThreadCount <= LoopCount + MostParked);
        await Sys.Terminate().InTime();
        await Bounded.Until(() => Group.ThreadCount == 0);
    }
}
