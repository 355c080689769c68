using HttpActors.Actors.Loops;
using HttpActors.Actors.Tests.Loops;

namespace HttpActors.Actors.Tests.Transport;

/// <summary>An event loop tells once that something arrived; who did not wait for it must not miss it.</summary>
public sealed class EdgeTests : IDisposable
{
    private readonly EventLoopGroup? _loops = EventLoopGroup.IsSupported
        ? new EventLoopGroup(loops: 1, handOffAfter: TimeSpan.FromMinutes(1), maxThreads: 4)
        : null;

    public void Dispose() => _loops?.Dispose();

    [Fact]
    public async Task What_came_while_nobody_waited_is_there_for_the_next_read()
    {
        if (_loops is null)
        {
            return;
        }

        using var pair = await LoopSockets.ConnectAsync(_loops);
        for (var i = 0; i < 20; i++)
        {
            // Watched from here on, and told while nobody reads.
            await pair.Client.SendAsync("one"u8.ToArray());
            await pair.Server.ReceiveAsync(3);
            await pair.Client.SendAsync("two"u8.ToArray());
            await RoundAsync();
            Assert.Equal("two"u8.ToArray(), await pair.Server.ReceiveAsync(3));
        }
    }

    [Fact]
    public async Task An_end_that_came_with_the_last_octets_is_seen_behind_them()
    {
        if (_loops is null)
        {
            return;
        }

        for (var i = 0; i < 20; i++)
        {
            using var pair = await LoopSockets.ConnectAsync(_loops);
            var read = pair.Server.Input.ReadAsync().AsTask();
            await OnLoopAsync(() =>
            {
                // While the loop is here it learns of neither, and then of both at once.
                pair.Client.Stage("last"u8);
                Assert.True(pair.Client.Output.FlushAsync().IsCompleted);
                pair.Client.ShutdownOutput();
            });
            var result = await read.InTime();
            pair.Server.Input.AdvanceTo(result.Buffer.End);
            Assert.Null((await pair.Server.ReceiveToEndAsync()).Failure);
        }
    }

    [Fact]
    public async Task What_came_while_a_read_was_cancelled_is_there_for_the_next()
    {
        if (_loops is null)
        {
            return;
        }

        using var pair = await LoopSockets.ConnectAsync(_loops);
        var read = pair.Server.Input.ReadAsync();
        await pair.Client.SendAsync("x"u8.ToArray());
        while (!read.IsCompleted)
        {
            await RoundAsync();
        }

        pair.Server.Input.CancelPendingRead();
        var cancelled = await read;
        Assert.True(cancelled.IsCanceled);
        pair.Server.Input.AdvanceTo(cancelled.Buffer.Start);
        Assert.Equal("x"u8.ToArray(), await pair.Server.ReceiveAsync(1));
    }

    [Fact]
    public async Task A_loss_from_before_it_was_asked_for_is_told()
    {
        if (_loops is null)
        {
            return;
        }

        using var pair = await LoopSockets.ConnectAsync(_loops);
        await pair.Client.SendAsync("x"u8.ToArray());
        await pair.Server.ReceiveAsync(1);
        pair.Client.Abort();
        await RoundAsync();
        var lost = new TaskCompletionSource();
        pair.Server.WatchForLoss(() => lost.TrySetResult());
        await lost.Task.InTime();
    }

    [Fact]
    public async Task A_loss_that_a_flush_hears_is_told_besides()
    {
        if (_loops is null)
        {
            return;
        }

        using var pair = await LoopSockets.ConnectAsync(_loops);
        var lost = new TaskCompletionSource();
        pair.Server.WatchForLoss(() => lost.TrySetResult());
        var flush = Task.FromResult(default(System.IO.Pipelines.FlushResult));
        while (flush.IsCompleted)
        {
            pair.Server.Stage(new byte[256 * 1024]);
            flush = pair.Server.Output.FlushAsync().AsTask();
        }

        pair.Client.Abort();
        await flush.EndsAsync();
        await lost.Task.InTime();
    }

    [Fact]
    public async Task Room_to_write_wakes_nobody_who_reads()
    {
        if (_loops is null)
        {
            return;
        }

        using var pair = await LoopSockets.ConnectAsync(_loops);
        var read = pair.Server.Input.ReadAsync().AsTask();
        var sent = 0;
        var flush = Task.FromResult(default(System.IO.Pipelines.FlushResult));
        while (flush.IsCompleted)
        {
            pair.Server.Stage(new byte[256 * 1024]);
            sent += 256 * 1024;
            flush = pair.Server.Output.FlushAsync().AsTask();
        }

        var receiving = pair.Client.ReceiveAsync(sent);
        await flush.InTime();
        await pair.Server.FlushAllAsync();
        await receiving.InTime();
        Assert.False(read.IsCompleted);
        pair.Server.Input.CancelPendingRead();
        await read.InTime();
    }

    private Task RoundAsync() => _loops!.Loops[0].TurnAsync(2);

    private async Task OnLoopAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loops!.Loops[0].Enqueue(new LoopAction(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }));
        await done.Task.InTime();
    }
}
