using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;

namespace HttpActors.Runtime.Tests;

/// <summary>The base of the tests: a system that logs nothing it is not asked for, and short words for what every test needs.</summary>
public abstract class ActorTest : TestKit
{
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    protected static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    protected ActorTest(string config = "")
        : base(ConfigurationFactory.ParseString(config + "\nakka.stdout-loglevel = OFF\nakka.test.single-expect-default = 10s"))
    {
    }

    /// <summary>An actor that does what it is told by functions.</summary>
    protected IActorRef Acting(Action<IActorContext, object> onMessage, string? name = null) =>
        ActorOf(Making(() => new FunctionActor(onMessage)), name);

    protected static Props Making<T>(Func<T> make)
        where T : ActorBase => Props.CreateBy(new Produce<T>(make));

    /// <summary>Creates a parent with one strategy; a Props told to it becomes a child, whose reference is the answer.</summary>
    protected IActorRef Parent(SupervisorStrategy? strategy = null, string? name = null) =>
        ActorOf(Making(() => new ParentActor(strategy)), name);

    protected IActorRef ChildOf(IActorRef parent, Props props, string? name = null)
    {
        parent.Tell(new MakeChild(props, name), TestActor);
        return ExpectMsg<IActorRef>(Limit);
    }

    /// <summary>Everything told to the actor so far has been handled when this returns.</summary>
    protected void Sync(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new Identify(1), probe.Ref);
        probe.ExpectMsg<ActorIdentity>(Limit);
    }

    protected sealed record MakeChild(Props Props, string? Name);

    private sealed class Produce<T>(Func<T> make) : IIndirectActorProducer
        where T : ActorBase
    {
        public Type ActorType => typeof(T);

        ActorBase IIndirectActorProducer.Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }

    protected sealed class FunctionActor(Action<IActorContext, object> onMessage) : UntypedActor
    {
        protected override void OnReceive(object message) => onMessage(Context, message);
    }

    protected sealed class ParentActor(SupervisorStrategy? strategy) : UntypedActor
    {
        protected override SupervisorStrategy SupervisorStrategy() => strategy ?? base.SupervisorStrategy();

        protected override void PreRestart(Exception reason, object? message)
        {
            // Children live through their parent's restart here, unless a test says otherwise.
        }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case MakeChild make: Sender.Tell(Context.ActorOf(make.Props, make.Name)); break;
                case Exception e: throw e;
                case IActorRef child: Context.Stop(child); break;
                default: Sender.Tell(message); break;
            }
        }
    }
}
