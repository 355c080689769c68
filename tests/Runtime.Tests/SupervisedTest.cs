using Akka.Actor;

namespace HttpActors.Runtime.Tests;

/// <summary>Tests with children that count, and fail when they are told an exception.</summary>
public abstract class SupervisedTest : ActorTest
{
    protected Props Counter() => Making(() => new CounterActor());

    protected void ExpectCount(IActorRef actor, int expected)
    {
        actor.Tell("count");
        ExpectMsg(expected);
    }

    private sealed class CounterActor : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Exception e: throw e;
                case "add": _count++; break;
                case "count": Sender.Tell(_count); break;
                default: Unhandled(message); break;
            }
        }
    }
}
