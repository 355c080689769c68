using HttpActors.Actors.Loops;
using HttpActors.Actors.Tests.Transport;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>A loop hears of a descriptor that nobody waits for once, and then no more.</summary>
public sealed class QuietLoopTests : IDisposable
{
    private readonly EventLoopGroup? _group = EventLoopGroup.IsSupported
        ? new EventLoopGroup(1, TimeSpan.FromMinutes(1), maxThreads: 4)
        : null;

    public void Dispose() => _group?.Dispose();

    [Fact]
    public async Task Bytes_that_nobody_reads_do_not_spin_the_loop() =>
        await StaysQuietAsync(static pair => pair.Client.SendAsync("waiting"u8.ToArray()));

    [Fact]
    public async Task A_half_closed_connection_that_nobody_reads_does_not_spin_the_loop() =>
        await StaysQuietAsync(static pair =>
        {
            pair.Client.ShutdownOutput();
            return Task.CompletedTask;
        });

    [Fact]
    public async Task A_reset_connection_that_nobody_reads_does_not_spin_the_loop() =>
        await StaysQuietAsync(static pair =>
        {
            pair.Client.Abort();
            return Task.CompletedTask;
        });

    private async Task StaysQuietAsync(Func<TransportPair, Task> disturb)
    {
        if (_group is null)
        {
            return;
        }

        var loop = _group.Loops[0];
        using var pair = await LoopSockets.ConnectAsync(_group);

        // The descriptor is watched from its first wait on.
        var wait = pair.Server.Input.ReadAsync().AsTask();
        await pair.Client.SendAsync("first"u8.ToArray());
        var first = await wait.InTime();
        pair.Server.Input.AdvanceTo(first.Buffer.End);
        await disturb(pair);
        await loop.TurnAsync(50);
        var before = loop.ReadinessEvents;
        await loop.TurnAsync(200);
        Assert.Equal(before, loop.ReadinessEvents);
    }
}
