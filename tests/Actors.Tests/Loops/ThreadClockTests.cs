using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>On systems that do not count the times of threads there is nothing to read.</summary>
public sealed class ThreadClockTests
{
    [Fact]
    public void Time_on_a_core_is_counted()
    {
        if (!ThreadClock.IsSupported)
        {
            return;
        }

        var clock = ThreadClock.OfThisThread()!;
        var before = clock.Read();
        Assert.True(SpinWait.SpinUntil(() => (clock.Read() - before).OnCore > 1_000_000, Bounded.Patience));
    }

    [Fact]
    public async Task A_thread_that_waits_is_asleep_and_one_that_computes_is_not()
    {
        if (!ThreadClock.IsSupported)
        {
            return;
        }

        Assert.False(ThreadClock.OfThisThread()!.IsAsleep);
        var gate = new HandlerGate();
        ThreadClock? clock = null;
        var waiting = Task.Factory.StartNew(
            () =>
            {
                clock = ThreadClock.OfThisThread();
                gate.Block();
            },
            TaskCreationOptions.LongRunning);
        await gate.Entered.InTime();
        await Bounded.Until(() => clock!.IsAsleep);
        gate.Release();
        await waiting.InTime();
        await Bounded.Until(() => clock!.Read() == default);
        Assert.False(clock!.IsAsleep);
    }
}
