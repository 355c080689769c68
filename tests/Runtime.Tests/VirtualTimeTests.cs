using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class VirtualTimeTests : TimeTest
{
    [Fact]
    public void A_message_is_scheduled_once()
    {
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "x", ActorRefs.NoSender);
        ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(Second);
        ExpectMsg("x", Limit);
        Time.Advance(Second);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_message_is_scheduled_again_and_again_until_cancelled()
    {
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(Second, Second, TestActor, "x", TestActor);
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(Second);
            ExpectMsg("x", Limit);
        }

        cancelable.Cancel();
        Assert.True(cancelable.IsCancellationRequested);
        Time.Advance(Second);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Scheduled_messages_come_in_the_order_of_their_times()
    {
        Sys.Scheduler.ScheduleTellOnce(Second * 2, TestActor, "b", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "a", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second * 3, TestActor, "c", ActorRefs.NoSender);
        Time.Advance(Second * 3);
        ExpectMsg("a", Limit);
        ExpectMsg("b", Limit);
        ExpectMsg("c", Limit);
    }

    [Fact]
    public void Virtual_time_moves_as_it_is_told()
    {
        var before = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), Time.Now - before);
        Time.AdvanceTo(before + TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromHours(2), Time.Now - before);
        Assert.Throws<InvalidOperationException>(() => Time.AdvanceTo(before));
    }
}
