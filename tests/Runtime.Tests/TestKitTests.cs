using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace HttpActors.Runtime.Tests;

public class SmokeTests : TestKit
{
    [Fact]
    public void An_echo_answers()
    {
        var echo = ActorOf(Props.Create<Echo>(), "echo");
        echo.Tell("hello");
        ExpectMsg("hello");
        Assert.Equal(echo, LastSender);
    }

    [Fact]
    public async Task An_echo_answers_async()
    {
        var echo = ActorOf(Props.Create<Echo>(), "echo");
        echo.Tell("hello");
        await ExpectMsgAsync("hello");
        echo.Tell("again");
        await ExpectMsgAsync("again");
    }

    [Fact]
    public void A_test_actor_ref_runs_here()
    {
        var echo = ActorOfAsTestActorRef<Echo>("echo");
        echo.Tell("x");
        Assert.Equal(1, echo.UnderlyingActor.Count);
        EventFilter.Exception<InvalidOperationException>(message: "no").ExpectOne(() => echo.Tell(new InvalidOperationException("no")));
        Watch(echo);
        Sys.Stop(echo);
        ExpectMsg("x");
        ExpectTerminated(echo);
    }

    private sealed class Echo : UntypedActor
    {
        public int Count { get; private set; }

        protected override void OnReceive(object message)
        {
            if (message is Exception e) throw e;
            Count++;
            Sender.Tell(message, Self);
        }
    }
}
