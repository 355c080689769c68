using System.IO.Pipelines;
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

    [Fact]
    public async Task Who_was_told_that_it_can_read_has_its_turn_before_the_next_look()
    {
        if (_group is null)
        {
            return;
        }

        const int Busy = 1000;
        var loop = _group.Loops[0];
        using var pair = await LoopSockets.ConnectAsync(_group);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ReadInTurn(pair.Server.Input, loop, read.SetResult);
        var before = loop.ReadinessEvents;
        loop.Enqueue(new LoopAction(() =>
        {
            _ = pair.Client.SendAsync("told"u8.ToArray());
            BeBusy(Busy);
        }));
        await read.Task.InTime();
        Assert.Equal(before + 1, loop.ReadinessEvents);

        // Each look finds as much to do as the one before, so that the turn is behind other work.
        void BeBusy(int tasks)
        {
            for (var i = 0; i < tasks; i++)
            {
                loop.Enqueue(new LoopAction(static () => { }));
            }

            if (tasks > 0)
            {
                loop.Enqueue(new LoopAction(() => BeBusy(tasks - (Busy / 5))));
            }
        }
    }

    /// <summary>As a connection reads: whoever tells it that there is something only asks for its turn.</summary>
    private static void ReadInTurn(PipeReader input, EventLoop loop, Action done)
    {
        var wait = input.ReadAsync().ConfigureAwait(false).GetAwaiter();
        wait.UnsafeOnCompleted(() => loop.Enqueue(new LoopAction(() =>
        {
            input.AdvanceTo(wait.GetResult().Buffer.End);
            done();
        })));
    }

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
