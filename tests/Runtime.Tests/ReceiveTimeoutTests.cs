using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class ReceiveTimeoutTests : TimeTest
{
    [Fact]
    public void A_receive_timeout_comes_when_nothing_else_does()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Ctx.SetReceiveTimeout(Second);
            else self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second);
        ExpectMsg<ReceiveTimeout>(Limit);
        Sync(actor);
        Time.Advance(Second);
        ExpectMsg<ReceiveTimeout>(Limit);
    }

    [Fact]
    public void A_message_starts_the_receive_timeout_anew()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Ctx.SetReceiveTimeout(Second);
            else self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second / 2);
        actor.Tell("x");
        ExpectMsg("x", Limit);
        Sync(actor);
        Time.Advance(Second * 0.7);
        ExpectNoMsg(Short);
        Time.Advance(Second * 0.4);
        ExpectMsg<ReceiveTimeout>(Limit);
    }

    [Fact]
    public void Some_messages_do_not_count_for_the_receive_timeout()
    {
        var actor = Timed((self, message) =>
        {
            if (message is "start") self.Ctx.SetReceiveTimeout(Second);
            else if (message is not Quiet) self.Report(message);
        });
        actor.Tell("start");
        Sync(actor);
        Time.Advance(Second / 2);
        actor.Tell(new Quiet());
        Sync(actor);
        Time.Advance(Second / 2);
        ExpectMsg<ReceiveTimeout>(Limit);
    }

    [Fact]
    public void A_receive_timeout_can_be_switched_off()
    {
        var actor = Timed((self, message) =>
        {
            switch (message)
            {
                case "start":
                    self.Ctx.SetReceiveTimeout(Second);
                    self.Report(self.Ctx.ReceiveTimeout!);
                    break;
                case "off": self.Ctx.SetReceiveTimeout(null); break;
                default: self.Report(message); break;
            }
        });
        actor.Tell("start");
        ExpectMsg(Second, Limit);
        actor.Tell("off");
        Sync(actor);
        Time.Advance(Second * 2);
        ExpectNoMsg(Short);
    }

    private sealed record Quiet : INotInfluenceReceiveTimeout;
}
