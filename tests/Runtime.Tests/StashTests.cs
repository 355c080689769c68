using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class StashTests : ActorTest
{
    private IActorRef Stashing(Action<StashActor, object> handler) => ActorOf(Making(() => new StashActor(handler)));

    [Fact]
    public void What_was_put_aside_comes_back_in_order_before_the_rest()
    {
        var isOpen = false;
        var actor = Stashing((self, message) =>
        {
            if (message is "open")
            {
                isOpen = true;
                self.Stash.UnstashAll();
            }
            else if (isOpen) TestActor.Tell(message);
            else self.Stash.Stash();
        });
        for (var i = 0; i < 5; i++) actor.Tell(i);
        actor.Tell("open");
        actor.Tell(5);
        Assert.Equal(Enumerable.Range(0, 6), ReceiveN(6, Limit).Cast<int>());
    }

    [Fact]
    public void One_message_can_be_put_back()
    {
        var actor = Stashing((self, message) =>
        {
            switch (message)
            {
                case "one": self.Stash.Unstash(); break;
                case int when self.Stash.Count < 2 && !self.Flag: self.Stash.Stash(); break;
                default: TestActor.Tell(message); break;
            }

            if (self.Stash.Count == 2) self.Flag = true;
        });
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("one");
        ExpectMsg(1);
        ExpectNoMsg(Short);
        actor.Tell("one");
        ExpectMsg(2);
    }

    [Fact]
    public void A_message_keeps_its_sender()
    {
        var actor = Stashing((self, message) =>
        {
            if (message is "open") self.Stash.UnstashAll();
            else if (self.Flag) self.From.Tell(message);
            else
            {
                self.Flag = true;
                self.Stash.Stash();
            }
        });
        actor.Tell("mine", TestActor);
        actor.Tell("open", ActorRefs.NoSender);
        ExpectMsg("mine");
    }

    [Fact]
    public void The_same_message_is_put_aside_once()
    {
        var actor = Stashing((self, _) =>
        {
            self.Stash.Stash();
            try
            {
                self.Stash.Stash();
            }
            catch (Exception e)
            {
                TestActor.Tell(e);
            }
        });
        actor.Tell("x");
        ExpectMsg<IllegalActorStateException>();
    }

    [Fact]
    public void A_stash_counts()
    {
        var actor = Stashing((self, message) =>
        {
            if (message is int) self.Stash.Stash();
            else TestActor.Tell((self.Stash.Count, self.Stash.IsEmpty, self.Stash.NonEmpty));
        });
        actor.Tell("?");
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("?");
        ExpectMsg((0, true, false));
        ExpectMsg((2, false, true));
    }

    [Fact]
    public void A_stash_can_be_cleared_and_filled()
    {
        var actor = Stashing((self, message) =>
        {
            switch (message)
            {
                case int when !self.Flag: self.Stash.Stash(); break;
                case "swap":
                    self.Flag = true;
                    var taken = self.Stash.ClearStash().ToArray();
                    self.Stash.Prepend(taken.Reverse());
                    self.Stash.UnstashAll();
                    break;
                default: TestActor.Tell(message); break;
            }
        });
        for (var i = 0; i < 3; i++) actor.Tell(i);
        actor.Tell("swap");
        Assert.Equal([2, 1, 0], ReceiveN(3, Limit).Cast<int>());
    }

    [Fact]
    public void Only_what_fits_can_be_put_back()
    {
        var actor = Stashing((self, message) =>
        {
            if (message is "even")
            {
                self.Flag = true;
                self.Stash.UnstashAll(envelope => (int)envelope.Message % 2 == 0);
            }
            else if (self.Flag) TestActor.Tell(message);
            else self.Stash.Stash();
        });
        for (var i = 0; i < 4; i++) actor.Tell(i);
        actor.Tell("even");
        Assert.Equal([0, 2], ReceiveN(2, Limit).Cast<int>());
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_restart_puts_everything_back()
    {
        var made = 0;
        var actor = ActorOf(Making(() =>
        {
            made++;
            return new StashActor((self, message) =>
            {
                if (message is Exception e) throw e;
                if (made == 1) self.Stash.Stash();
                else TestActor.Tell(message);
            });
        }));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(new InvalidOperationException());
        actor.Tell(3);
        Assert.Equal([1, 2, 3], ReceiveN(3, Limit).Cast<int>());
    }

    [Fact]
    public void What_is_put_aside_when_the_actor_stops_becomes_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Stashing((self, _) => self.Stash.Stash());
        actor.Tell("kept");
        Sync(actor);
        Sys.Stop(actor);
        Assert.Equal("kept", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_termination_can_be_put_aside()
    {
        var subject = Acting((_, _) => { });
        var actor = Stashing((self, message) =>
        {
            switch (message)
            {
                case "watch": self.Ctx.Watch(subject); break;
                case "open":
                    self.Flag = true;
                    self.Stash.UnstashAll();
                    break;
                case Terminated when !self.Flag:
                    self.Stash.Stash();
                    TestActor.Tell("put aside");
                    break;
                case Terminated: TestActor.Tell("gone"); break;
            }
        });
        actor.Tell("watch");
        Sync(actor);
        Sys.Stop(subject);
        ExpectMsg("put aside");
        actor.Tell("open");
        ExpectMsg("gone");
    }

    private sealed class StashActor(Action<StashActor, object> handler) : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        public bool Flag { get; set; }

        public IActorRef From => Sender;

        public IActorContext Ctx => Context;

        protected override void OnReceive(object message) => handler(this, message);
    }
}
