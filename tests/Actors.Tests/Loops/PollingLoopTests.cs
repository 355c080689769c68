using HttpActors.Actors.Loops;
using HttpActors.Actors.Tests.Transport;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>A loop that polls for minutes before it would sleep: what wakes a sleeper must reach it too.</summary>
public sealed class PollingLoopTests : IDisposable
{
    private static readonly long Longest = (long)TimeSpan.FromMinutes(20).TotalNanoseconds;
    private readonly EventLoopGroup? _group = EventLoopGroup.IsSupported
        ? new EventLoopGroup(1, TimeSpan.FromMinutes(1), maxThreads: 4, spin: AlreadyPolling)
        : null;

    public void Dispose() => _group?.Dispose();

    [Fact]
    public async Task Work_from_another_thread_is_run()
    {
        if (_group is not null)
        {
            await _group.Loops[0].TurnAsync(100);
        }
    }

    [Fact]
    public async Task A_descriptor_is_heard()
    {
        if (_group is null)
        {
            return;
        }

        using var pair = await LoopSockets.ConnectAsync(_group);
        for (var i = 0; i < 100; i++)
        {
            var wait = pair.Server.Input.ReadAsync().AsTask();
            await pair.Client.SendAsync("told"u8.ToArray());
            var read = await wait.InTime();
            pair.Server.Input.AdvanceTo(read.Buffer.End);
        }

        Assert.InRange(_group.Loops[0].Polled, 1, Longest);
    }

    [Fact]
    public async Task It_stops()
    {
        if (_group is null)
        {
            return;
        }

        await _group.Loops[0].TurnAsync(1);
        _group.Dispose();
        await Bounded.Until(() => _group.ThreadCount == 0);
    }

    private static AdaptiveSpin AlreadyPolling()
    {
        var spin = new AdaptiveSpin(Longest);
        while (spin.Limit == 0)
        {
            spin.NoteSleep(Longest, 1);
        }

        return spin;
    }
}
