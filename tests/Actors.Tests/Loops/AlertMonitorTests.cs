using System.Diagnostics;
using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

public sealed class AlertMonitorTests
{
    private static readonly TimeSpan HandOffAfter = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task After_a_handler_has_blocked_the_next_one_loses_its_loop_sooner()
    {
        if (!EventLoopGroup.IsSupported)
        {
            return;
        }

        using var group = new EventLoopGroup(1, HandOffAfter, maxThreads: 8);
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        group.Blocked += (_, _) => blocked.TrySetResult();
        var first = await BlockAsync(group);
        await group.Loops[0].TurnAsync(1);
        await blocked.Task.InTime();

        var second = await BlockAsync(group);
        var began = Stopwatch.GetTimestamp();
        await group.Loops[0].TurnAsync(1);

        // Two looks at the usual pace are at least half of the limit apart.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, HandOffAfter / 2.5);
        first.Release();
        second.Release();
        Assert.Equal(2, group.HandOffs);
    }

    private static async Task<HandlerGate> BlockAsync(EventLoopGroup group)
    {
        var gate = new HandlerGate();
        group.Loops[0].Enqueue(new LoopAction(() => UserCode.Run(gate.Block)));
        await gate.Entered.InTime();
        return gate;
    }
}
