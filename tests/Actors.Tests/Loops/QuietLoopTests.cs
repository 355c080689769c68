using Akka.Dispatch;
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
        await TurnAsync(loop, 50);
        var before = loop.ReadinessEvents;
        await TurnAsync(loop, 200);
        Assert.Equal(before, loop.ReadinessEvents);
    }

    /// <summary>Each round goes through epoll_wait, which would hand out a descriptor that is still watched.</summary>
    private static async Task TurnAsync(EventLoop loop, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var turned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            loop.Enqueue(new Turn(turned));
            await turned.Task.InTime();
        }
    }

    private sealed class Turn(TaskCompletionSource turned) : IRunnable
    {
        public void Run() => turned.SetResult();

        public void Execute() => Run();
    }
}
