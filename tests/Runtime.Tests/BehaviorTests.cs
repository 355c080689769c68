using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class BehaviorTests : ActorTest
{
    private IActorRef Of(Action<ConfiguredActor> configure) => ActorOf(Making(() => new ConfiguredActor(configure)));

    [Fact]
    public void The_first_handler_that_fits_wins()
    {
        var actor = Of(a =>
        {
            a.On<string>(s => s == "a", _ => TestActor.Tell("first"));
            a.On<string>(_ => TestActor.Tell("second"));
            a.On<object>(_ => TestActor.Tell("third"));
        });
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell(1);
        ExpectMsg("first");
        ExpectMsg("second");
        ExpectMsg("third");
    }

    [Fact]
    public void A_handler_takes_derived_messages()
    {
        var actor = Of(a => a.On<Exception>(e => TestActor.Tell(e.GetType().Name)));
        actor.Tell(new ArgumentNullException());
        ExpectMsg("ArgumentNullException");
    }

    [Fact]
    public void A_handler_can_decline()
    {
        var actor = Of(a =>
        {
            a.OnFunction<int>(n => n > 10);
            a.On<int>(n => TestActor.Tell(n));
        });
        actor.Tell(11);
        actor.Tell(9);
        ExpectMsg(9);
    }

    [Fact]
    public void Handlers_by_type_object_work_too()
    {
        var actor = Of(a =>
        {
            a.OnType(typeof(int), _ => TestActor.Tell("int"), o => (int)o > 0);
            a.OnType(typeof(int), _ => TestActor.Tell("not positive"), null);
        });
        actor.Tell(1);
        actor.Tell(-1);
        ExpectMsg("int");
        ExpectMsg("not positive");
    }

    [Fact]
    public void Nothing_can_follow_a_handler_for_everything()
    {
        var failed = new TaskCompletionSource<Exception>();
        Of(a =>
        {
            a.OnAny(_ => { });
            try
            {
                a.On<string>(_ => { });
            }
            catch (Exception e)
            {
                TestActor.Tell(e, ActorRefs.NoSender);
            }
        });
        ExpectMsg<InvalidOperationException>();
        Assert.False(failed.Task.IsCompleted);
    }

    [Fact]
    public void Handlers_are_declared_in_the_constructor_and_in_Become_only()
    {
        ConfiguredActor? self = null;
        var actor = Of(a =>
        {
            self = a;
            a.On<string>(_ =>
            {
                try
                {
                    self!.On<int>(_ => { });
                }
                catch (Exception e)
                {
                    TestActor.Tell(e);
                }
            });
        });
        actor.Tell("x");
        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void What_no_handler_takes_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Of(a => a.On<int>(_ => { }));
        actor.Tell("what");
        var unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal("what", unhandled.Message);
        Assert.Equal(actor, unhandled.Recipient);
        Assert.Equal(TestActor, unhandled.Sender);
    }

    [Fact]
    public void Become_replaces_the_behaviour()
    {
        ConfiguredActor? self = null;
        var actor = Of(a =>
        {
            self = a;
            a.On<string>(s => a.Switch(() => self!.On<string>(t => TestActor.Tell("new " + t))));
        });
        actor.Tell("go");
        actor.Tell("x");
        ExpectMsg("new x");
    }

    [Fact]
    public void Behaviours_can_be_stacked()
    {
        ConfiguredActor? self = null;
        var actor = Of(a =>
        {
            self = a;
            a.On<string>(s =>
            {
                TestActor.Tell("one");
                a.Stack(() => self!.On<string>(_ =>
                {
                    TestActor.Tell("two");
                    self!.Unstack();
                }));
            });
        });
        for (var i = 0; i < 4; i++) actor.Tell("x");
        Assert.Equal(["one", "two", "one", "two"], ReceiveN(4, Limit).Cast<string>());
    }

    [Fact]
    public void Unstacking_at_the_bottom_does_nothing()
    {
        var actor = Of(a => a.On<string>(s =>
        {
            a.Unstack();
            TestActor.Tell(s);
        }));
        actor.Tell("a");
        actor.Tell("b");
        ExpectMsg("a");
        ExpectMsg("b");
    }

    [Fact]
    public void A_replaced_behaviour_unstacks_to_the_first()
    {
        ConfiguredActor? self = null;
        var actor = Of(a =>
        {
            self = a;
            a.On<string>(s =>
            {
                TestActor.Tell("first");
                a.Switch(() => self!.On<string>(_ =>
                {
                    TestActor.Tell("second");
                    self!.Unstack();
                }));
            });
        });
        for (var i = 0; i < 3; i++) actor.Tell("x");
        Assert.Equal(["first", "second", "first"], ReceiveN(3, Limit).Cast<string>());
    }

    [Fact]
    public void A_restart_returns_to_the_first_behaviour()
    {
        ConfiguredActor? self = null;
        var actor = Of(a =>
        {
            self = a;
            a.On<string>(s =>
            {
                TestActor.Tell("first");
                self!.Switch(() => self!.OnAny(_ => throw new InvalidOperationException()));
            });
        });
        for (var i = 0; i < 3; i++) actor.Tell("x");
        Assert.Equal(["first", "first"], ReceiveN(2, Limit).Cast<string>());
    }

    [Fact]
    public void Untyped_actors_become_too()
    {
        var actor = ActorOf(Making(() => new Toggle()));
        for (var i = 0; i < 4; i++) actor.Tell("x");
        Assert.Equal(["off", "on", "off", "on"], ReceiveN(4, Limit).Cast<string>());
    }

    [Fact]
    public void A_behaviour_can_decline_and_Unhandled_is_called()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Acting((context, message) => context.Become(m => m is not "no"));
        actor.Tell("switch");
        actor.Tell("yes");
        actor.Tell("no");
        Assert.Equal("no", ExpectMsg<UnhandledMessage>().Message);
    }

    [Fact]
    public void AroundReceive_sees_every_message()
    {
        var probe = TestActor;
        var actor = ActorOf(Making(() => new Wrapped(probe)));
        actor.Tell("x");
        ExpectMsg("around x");
        ExpectMsg("x");
    }

    public sealed class ConfiguredActor : ReceiveActor
    {
        public ConfiguredActor(Action<ConfiguredActor> configure) => configure(this);

        public void On<T>(Action<T> handler) => Receive(handler);

        public void On<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(shouldHandle, handler);

        public void OnFunction<T>(Func<T, bool> handler) => Receive(handler);

        public void OnType(Type type, Action<object> handler, Predicate<object>? shouldHandle) => Receive(type, handler, shouldHandle);

        public void OnAny(Action<object> handler) => ReceiveAny(handler);

        public void Switch(Action configure) => Become(configure);

        public void Stack(Action configure) => BecomeStacked(configure);

        public void Unstack() => UnbecomeStacked();
    }

    private sealed class Toggle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Sender.Tell("off");
            BecomeStacked(On);
        }

        private void On(object message)
        {
            Sender.Tell("on");
            UnbecomeStacked();
        }
    }

    private sealed class Wrapped(IActorRef probe) : ReceiveActor
    {
        protected override void PreStart() => Become(() => Receive<string>(s => probe.Tell(s)));

        protected override bool AroundReceive(Receive receive, object message)
        {
            probe.Tell("around " + message);
            return base.AroundReceive(receive, message);
        }
    }
}
