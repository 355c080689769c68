using System.Diagnostics;
using Akka.Actor;

namespace HttpActors.Runtime.Tests;

/// <summary>The scheduler in real time.</summary>
public class SchedulerTests : ActorTest
{
    [Fact]
    public void A_message_does_not_come_early()
    {
        var clock = Stopwatch.StartNew();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(60), TestActor, "x", ActorRefs.NoSender);
        ExpectMsg("x", Limit);
        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(55), clock.Elapsed.ToString());
    }

    [Fact]
    public void Repeated_messages_come_until_cancelled()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(20), TestActor, "x", ActorRefs.NoSender, cancelable);
        ReceiveN(3, Limit);
        cancelable.Cancel();
        ReceiveWhile<string>(_ => true, Short, Short);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void An_action_is_run()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(10), () => TestActor.Tell("run", ActorRefs.NoSender));
        ExpectMsg("run", Limit);
    }

    [Fact]
    public void A_repeated_action_that_throws_is_not_run_again()
    {
        var runs = 0;
        Sys.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(20), () =>
        {
            Interlocked.Increment(ref runs);
            TestActor.Tell("run", ActorRefs.NoSender);
            throw new InvalidOperationException();
        });
        ExpectMsg("run", Limit);
        ExpectNoMsg(TimeSpan.FromMilliseconds(150));
        Assert.Equal(1, runs);
    }

    [Fact]
    public void An_action_that_throws_does_not_end_the_scheduler()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => throw new InvalidOperationException());
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(30), TestActor, "still here", ActorRefs.NoSender);
        ExpectMsg("still here", Limit);
    }

    [Fact]
    public void What_is_cancelled_before_its_time_does_not_come()
    {
        var cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(50), TestActor, "x", ActorRefs.NoSender);
        cancelable.Cancel();
        ExpectNoMsg(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void A_cancelable_can_be_given_after_a_time()
    {
        var cancelable = new Cancelable(Sys.Scheduler, TimeSpan.FromMilliseconds(20));
        AwaitCondition(() => cancelable.IsCancellationRequested, Limit);
        Assert.True(cancelable.Token.IsCancellationRequested);
        Assert.True(Cancelable.CreateCanceled().IsCancellationRequested);
        ((ICancelable?)null).CancelIfNotNull();
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    public void Bad_times_are_refused(int delay, int interval) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.FromMilliseconds(delay), TimeSpan.FromMilliseconds(interval), TestActor, "x", ActorRefs.NoSender));

    [Fact]
    public void The_clocks_run()
    {
        var start = Sys.Scheduler.MonotonicClock;
        AwaitCondition(() => Sys.Scheduler.MonotonicClock > start, Limit);
        Assert.True((DateTimeOffset.UtcNow - Sys.Scheduler.Now).Duration() < Limit);
    }

    [Fact]
    public void Milliseconds_do_too()
    {
        Sys.Scheduler.ScheduleTellOnce(1, TestActor, "a", ActorRefs.NoSender);
        ExpectMsg("a", Limit);
        Sys.Scheduler.ScheduleTellOnceCancelable(1, TestActor, "b", ActorRefs.NoSender);
        ExpectMsg("b", Limit);
    }
}
