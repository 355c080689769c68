using System.Collections.Concurrent;
using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>A loop changes hands while its thread is in user code; on systems without epoll there is nothing to hand off.</summary>
public sealed class HandOffTests : IDisposable
{
    private const int Loops = 2;

    // The monitor stays out of it: the test says when.
    private readonly EventLoopGroup? _group = EventLoopGroup.IsSupported
        ? new EventLoopGroup(Loops, TimeSpan.FromMinutes(1), maxThreads: 64)
        : null;

    public void Dispose() => _group?.Dispose();

    [Fact]
    public void A_loop_goes_on_while_its_thread_is_blocked()
    {
        if (_group is null)
        {
            return;
        }

        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var ran = new ManualResetEventSlim();
        var loop = _group.Loops[0];
        loop.Enqueue(new LoopAction(() => UserCode.Run(() =>
        {
            entered.Set();
            Assert.True(release.Wait(Bounded.Patience));
        })));
        Assert.True(entered.Wait(Bounded.Patience));
        loop.Enqueue(new LoopAction(ran.Set));
        Assert.False(ran.IsSet);
        Assert.True(_group.TryHandOffNow(0));
        Assert.True(ran.Wait(Bounded.Patience));
        release.Set();
        Assert.Equal(1, _group.HandOffs);
    }

    [Fact]
    public void A_thread_outside_of_user_code_keeps_its_loop()
    {
        if (_group is null)
        {
            return;
        }

        using var ran = new ManualResetEventSlim();
        _group.Loops[0].Enqueue(new LoopAction(ran.Set));
        Assert.True(ran.Wait(Bounded.Patience));
        Assert.False(_group.TryHandOffNow(0));
    }

    [Fact]
    public void What_a_handed_off_thread_queues_is_not_lost()
    {
        if (_group is null)
        {
            return;
        }

        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var ran = new ManualResetEventSlim();
        var loop = _group.Loops[0];
        loop.Enqueue(new LoopAction(() =>
        {
            UserCode.Run(() =>
            {
                entered.Set();
                Assert.True(release.Wait(Bounded.Patience));
            });

            // Still the old actor's turn, on a thread that has no loop any more.
            loop.Enqueue(new LoopAction(ran.Set));
        }));
        Assert.True(entered.Wait(Bounded.Patience));
        Assert.True(_group.TryHandOffNow(0));
        release.Set();
        Assert.True(ran.Wait(Bounded.Patience));
    }

    [Fact]
    public void Ten_thousand_hand_offs_lose_no_work_and_leave_no_thread_behind()
    {
        if (_group is null)
        {
            return;
        }

        const int HandOffs = 10_000;
        var random = new Random(20_240_917);
        var blocked = new BlockingCollection<(int Loop, ManualResetEventSlim Release)>();
        var done = 0;
        var queued = 0;
        for (var i = 0; i < HandOffs; i++)
        {
            var index = random.Next(Loops);
            for (var extra = random.Next(3); extra > 0; extra--)
            {
                _group.Loops[index].Enqueue(new LoopAction(() => Interlocked.Increment(ref done)));
                queued++;
            }

            _group.Loops[index].Enqueue(new LoopAction(() => Block(index, blocked, ref done)));
            queued++;
            Assert.True(blocked.TryTake(out var stuck, Bounded.Patience), $"Work was lost after {i} hand-offs.");
            Assert.True(_group.TryHandOffNow(stuck.Loop));
            stuck.Release.Set();
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref done) == queued, Bounded.Patience), $"{done} of {queued} ran.");
        Assert.Equal(HandOffs, _group.HandOffs);
        Assert.True(
            SpinWait.SpinUntil(() => _group.ThreadCount <= Loops + 4, Bounded.Patience),
            $"{_group.ThreadCount} loop threads are left.");
    }

    private static void Block(int index, BlockingCollection<(int Loop, ManualResetEventSlim Release)> blocked, ref int done)
    {
        using var release = new ManualResetEventSlim();
        UserCode.Run(() =>
        {
            blocked.Add((index, release));
            Assert.True(release.Wait(Bounded.Patience));
        });
        Interlocked.Increment(ref done);
    }
}
