using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class EventStreamTests : ActorTest
{
    [Fact]
    public void A_subscriber_gets_the_events_of_its_class()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Base));
        Sys.EventStream.Publish(new Base());
        Sys.EventStream.Publish("other");
        ExpectMsg<Base>();
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_subscriber_gets_the_events_of_derived_classes_and_interfaces()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(IMark));
        Sys.EventStream.Publish(new Derived());
        ExpectMsg<Derived>();
        Sys.EventStream.Publish(new Base());
        ExpectNoMsg(Short);
    }

    [Fact]
    public void An_event_comes_once_though_two_classes_fit()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Base));
        Sys.EventStream.Subscribe(TestActor, typeof(Derived));
        Sys.EventStream.Publish(new Derived());
        ExpectMsg<Derived>();
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Subscribing_twice_says_no()
    {
        Assert.True(Sys.EventStream.Subscribe<Base>(TestActor));
        Assert.False(Sys.EventStream.Subscribe<Base>(TestActor));
        Assert.True(Sys.EventStream.Unsubscribe<Base>(TestActor));
    }

    [Fact]
    public void An_unsubscribed_one_gets_nothing()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Base));
        Sys.EventStream.Unsubscribe(TestActor, typeof(Base));
        Sys.EventStream.Publish(new Base());
        ExpectNoMsg(Short);
        Sys.EventStream.Subscribe(TestActor, typeof(Base));
        Sys.EventStream.Unsubscribe(TestActor);
        Sys.EventStream.Publish(new Base());
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Every_subscriber_gets_an_event()
    {
        var probes = Enumerable.Range(0, 10).Select(_ => CreateTestProbe()).ToArray();
        foreach (var probe in probes) Sys.EventStream.Subscribe(probe.Ref, typeof(Base));
        Sys.EventStream.Publish(new Base());
        foreach (var probe in probes) probe.ExpectMsg<Base>();
    }

    [Fact]
    public void A_subscription_during_publishing_is_safe()
    {
        var subscriber = Acting((_, _) => { });
        var publisher = new Thread(() =>
        {
            for (var i = 0; i < 100_000; i++) Sys.EventStream.Publish(new Base());
        });
        publisher.Start();
        for (var i = 0; i < 100; i++)
        {
            Sys.EventStream.Subscribe(subscriber, typeof(Base));
            Sys.EventStream.Unsubscribe(subscriber, typeof(Base));
        }

        Assert.True(publisher.Join(Limit));
    }

    [Fact]
    public void A_subscriber_that_ended_makes_no_dead_letters()
    {
        var subscriber = Acting((_, _) => { });
        Sys.EventStream.Subscribe(subscriber, typeof(Base));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Watch(subscriber);
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);
        AwaitAssert(
            () =>
            {
                Sys.EventStream.Publish(new Base());
                ExpectNoMsg(TimeSpan.FromMilliseconds(50));
            },
            Limit);
    }

    [Fact]
    public void A_poison_pill_to_an_ended_actor_is_suppressed()
    {
        var actor = Acting((_, _) => { });
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        actor.Tell(PoisonPill.Instance);
        Assert.IsType<PoisonPill>(ExpectMsg<SuppressedDeadLetter>().Message);
    }

    [Fact]
    public void Log_events_come_with_their_level_source_and_text()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        Sys.Log.Warning("careful {0}", 1);
        var warning = FishForMessage<Warning>(_ => true, Limit);
        Assert.Equal("careful 1", warning.Message.ToString());
        Assert.Equal(LogLevel.WarningLevel, warning.LogLevel());
        Assert.Contains("test", warning.LogSource, StringComparison.Ordinal);
        Assert.Contains("[WARNING]", warning.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_carries_its_exception()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        var cause = new InvalidOperationException("why");
        Sys.Log.Error(cause, "it broke");
        var error = ExpectMsg<Error>();
        Assert.Same(cause, error.Cause);
        Assert.Equal("it broke", error.Message.ToString());
        Assert.Contains("why", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_level_is_info()
    {
        var log = Logging.GetLogger(Sys, "mine");
        Assert.True(log.IsInfoEnabled);
        Assert.True(log.IsWarningEnabled);
        Assert.True(log.IsErrorEnabled);
        Assert.False(log.IsDebugEnabled);
        Assert.True(log.IsEnabled(LogLevel.InfoLevel));
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        log.Debug("quiet");
        ExpectNoMsg(Short);
    }

    [Fact]
    public void An_actors_logger_has_its_path_as_source()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        var actor = Acting((context, message) => context.GetLogger().Info("told {0}", message), "logging");
        actor.Tell("x");
        var info = ExpectMsg<Info>();
        Assert.Contains("/user/logging", info.LogSource, StringComparison.Ordinal);
        Assert.Equal("told x", info.Message.ToString());
    }

    [Fact]
    public void A_logger_can_have_a_name_for_source()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        Logging.GetLogger(Sys, "my part").Info("x");
        Assert.Contains("my part", ExpectMsg<Info>().LogSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_have_names_and_classes()
    {
        foreach (var level in Enum.GetValues<LogLevel>())
        {
            Assert.Equal(level, Logging.LogLevelFor(level.StringFor()));
            Assert.True(typeof(LogEvent).IsAssignableFrom(level.ClassFor()));
        }

        Assert.Throws<ArgumentException>(() => Logging.LogLevelFor("loud"));
        Assert.Equal("OFF", Logging.LogLevelFor("off").StringFor());
    }

    [Fact]
    public void A_logger_that_logs_nothing_is_there()
    {
        NoLogger.Instance.Error("x");
        Assert.False(NoLogger.Instance.IsErrorEnabled);
    }

    [Fact]
    public void Dead_letters_are_logged_at_info()
    {
        EventFilter.Info(contains: "was not delivered").ExpectOne(() => Sys.DeadLetters.Tell("x", ActorRefs.NoSender));
    }

    private class Base;

    private interface IMark;

    private sealed class Derived : Base, IMark;
}

public class DebugEventTests() : ActorTest("akka.loglevel = DEBUG, akka.actor.debug { lifecycle = on, unhandled = on }")
{
    [Fact]
    public void The_life_of_actors_can_be_logged()
    {
        IActorRef? actor = null;
        EventFilter.Debug(start: "Started", source: "akka://test/user/lively").ExpectOne(() => actor = Acting((_, _) => { }, "lively"));
        EventFilter.Debug(start: "Stopped", source: "akka://test/user/lively").ExpectOne(() => Sys.Stop(actor!));
    }

    [Fact]
    public void Unhandled_messages_can_be_logged()
    {
        var actor = Acting((context, message) => context.Become(_ => false));
        actor.Tell("switch");
        EventFilter.Debug(start: "Unhandled message").ExpectOne(() => actor.Tell("x"));
    }
}
