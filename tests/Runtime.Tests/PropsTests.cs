using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Util;

namespace HttpActors.Runtime.Tests;

public class PropsTests : ActorTest
{
    [Fact]
    public void From_a_new_expression()
    {
        var local = 5;
        var text = "t";
        var actor = Sys.ActorOf(Props.Create(() => new Taker(local, text + "!", DateTimeKind.Utc, this.Number())));
        actor.Tell("x");
        ExpectMsg((5, "t!", DateTimeKind.Utc, 7));
    }

    [Fact]
    public void The_arguments_are_evaluated_once()
    {
        var calls = 0;
        int Next() => ++calls;
        Func<int> next = Next;
        var props = Props.Create(() => new Taker(next(), string.Empty, DateTimeKind.Utc, 0));
        for (var i = 0; i < 3; i++)
        {
            Sys.ActorOf(props).Tell("x");
            ExpectMsg((1, string.Empty, DateTimeKind.Utc, 0));
        }
    }

    [Fact]
    public void From_a_class_without_arguments()
    {
        Sys.ActorOf(Props.Create<Plain>()).Tell("x");
        ExpectMsg("plain");
        Sys.ActorOf(Props.Create<Plain>(SupervisorStrategy.StoppingStrategy)).Tell("x");
        ExpectMsg("plain");
        Sys.ActorOf<Plain>("named").Tell("x");
        ExpectMsg("plain");
        ActorOf<Plain>().Tell("x");
        ExpectMsg("plain");
    }

    [Fact]
    public void From_a_class_with_arguments()
    {
        Sys.ActorOf(Props.Create<Taker>(1, "a", DateTimeKind.Local, 2)).Tell("x");
        ExpectMsg((1, "a", DateTimeKind.Local, 2));
        Sys.ActorOf(Props.Create(typeof(Taker), 3, "b", DateTimeKind.Local, 4)).Tell("x");
        ExpectMsg((3, "b", DateTimeKind.Local, 4));
    }

    [Fact]
    public void From_a_conversion_which_runs_each_time()
    {
        var calls = 0;
        UntypedActor Make()
        {
            calls++;
#pragma warning disable AK1000 // An analyzer of Akka.NET does not see that it is called by the runtime.
            return new Plain();
#pragma warning restore AK1000
        }

        Func<UntypedActor> make = Make;
        var props = Props.Create(() => (ActorBase)make());
        for (var i = 0; i < 2; i++)
        {
            Sys.ActorOf(props).Tell("x");
            ExpectMsg("plain");
        }

        Assert.Equal(2, calls);
    }

    [Fact]
    public void From_a_producer()
    {
        var props = Making(() => new Plain());
        Assert.Equal(typeof(Plain), props.Type);
        Sys.ActorOf(props).Tell("x");
        ExpectMsg("plain");
    }

    [Fact]
    public void Props_tell_what_they_are_made_of()
    {
        var props = Props.Create(() => new Taker(1, "a", DateTimeKind.Utc, 2));
        Assert.Equal(typeof(Taker), props.Type);
        Assert.Equal([1, "a", DateTimeKind.Utc, 2], props.Arguments);
        Assert.Equal(Dispatchers.DefaultDispatcherId, props.Dispatcher);
        Assert.Equal("other", props.WithDispatcher("other").Dispatcher);
        Assert.Null(props.SupervisorStrategy);
        Assert.Same(SupervisorStrategy.StoppingStrategy, props.WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy).SupervisorStrategy);
        Assert.Equal(typeof(Taker), props.WithDispatcher("other").Type);
        Assert.Equal(typeof(Taker).AssemblyQualifiedName, props.TypeName);
    }

    [Fact]
    public void What_is_no_actor_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Props.Create(typeof(string)));
        Assert.Throws<ArgumentNullException>(() => Props.Create((Type)null!));
    }

    [Fact]
    public void What_is_no_new_expression_is_refused()
    {
        Plain? none = null;
        Assert.ThrowsAny<Exception>(() => Props.Create(() => none!));
    }

    [Fact]
    public void A_class_without_a_fitting_constructor_fails_when_it_is_made()
    {
        var actor = Sys.ActorOf(Props.Create<Taker>("wrong"));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_value_may_be_missing()
    {
        Assert.True(Option<string>.None.IsEmpty);
        Assert.Equal("x", Option<string>.Create("x").Value);
        Assert.Equal("y", Option<string>.None.GetOrElse("y"));
        Option<string> some = "z";
        Assert.True(some.HasValue);
    }

    private int Number() => 7;

    public sealed class Taker(int a, string b, DateTimeKind c, int d) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell((a, b, c, d));
    }

    public sealed class Plain : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("plain");
    }
}

public class ConfigTests
{
    private static readonly Config Sample = ConfigurationFactory.ParseString(
        """
        # a comment
        a { b = 5, c : "quoted, text" // another
            d { e = on } }
        a.f = off
        list = [one, "two", three]
        span = 200 ms
        long = 1 minute
        forever = infinite
        big = 1234567890123
        half = 0.5
        empty = []
        text = hello world
        """);

    [Fact]
    public void Values_are_read_by_dotted_keys()
    {
        Assert.Equal(5, Sample.GetInt("a.b"));
        Assert.Equal("quoted, text", Sample.GetString("a.c"));
        Assert.True(Sample.GetBoolean("a.d.e"));
        Assert.False(Sample.GetBoolean("a.f", true));
        Assert.Equal(1234567890123, Sample.GetLong("big"));
        Assert.Equal(0.5, Sample.GetDouble("half"));
        Assert.Equal("hello world", Sample.GetString("text"));
    }

    [Fact]
    public void Lists_are_read()
    {
        Assert.Equal(["one", "two", "three"], Sample.GetStringList("list"));
        Assert.Empty(Sample.GetStringList("empty"));
    }

    [Fact]
    public void Times_are_read()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(200), Sample.GetTimeSpan("span"));
        Assert.Equal(TimeSpan.FromMinutes(1), Sample.GetTimeSpan("long"));
        Assert.Equal(Timeout.InfiniteTimeSpan, Sample.GetTimeSpan("forever"));
    }

    [Theory]
    [InlineData("5s", 5_000)]
    [InlineData("5 s", 5_000)]
    [InlineData("2 h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("3 minutes", 180_000)]
    public void Time_units(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), ConfigurationFactory.ParseString("t = " + text).GetTimeSpan("t"));

    [Fact]
    public void What_is_missing_has_a_default()
    {
        Assert.Equal(7, Sample.GetInt("none", 7));
        Assert.Null(Sample.GetString("none"));
        Assert.Equal(TimeSpan.FromSeconds(1), Sample.GetTimeSpan("none", TimeSpan.FromSeconds(1)));
        Assert.True(Sample.GetBoolean("none", true));
        Assert.False(Sample.HasPath("none"));
        Assert.True(Sample.HasPath("a.d"));
    }

    [Fact]
    public void A_section_is_a_configuration()
    {
        var section = Sample.GetConfig("a");
        Assert.Equal(5, section!.GetInt("b"));
        Assert.True(section.GetBoolean("d.e"));
    }

    [Fact]
    public void A_fallback_fills_gaps()
    {
        var joined = ConfigurationFactory.ParseString("a.b = 6").WithFallback(Sample);
        Assert.Equal(6, joined.GetInt("a.b"));
        Assert.Equal("quoted, text", joined.GetString("a.c"));
    }

    [Fact]
    public void Empty_ones_are_known()
    {
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.Empty.IsNullOrEmpty());
        Assert.True(((Config?)null).IsNullOrEmpty());
        Assert.False(Sample.IsNullOrEmpty());
        Assert.Equal(5, ((Config?)null).SafeWithFallback(Sample).GetInt("a.b"));
    }

    [Fact]
    public void A_string_is_a_configuration()
    {
        Config config = "x = 1";
        Assert.Equal(1, config.GetInt("x"));
    }
}
