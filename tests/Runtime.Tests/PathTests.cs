using Akka.Actor;

namespace HttpActors.Runtime.Tests;

public class PathTests : ActorTest
{
    private IActorRef Idle(string? name = null) => Acting((_, _) => { }, name);

    [Fact]
    public void Top_level_actors_stand_under_user()
    {
        var actor = Idle("a");
        Assert.Equal("akka://test/user/a", actor.Path.ToString());
        Assert.Equal("/user/a", actor.Path.ToStringWithoutAddress());
        Assert.Equal("a", actor.Path.Name);
        Assert.Equal(["user", "a"], actor.Path.Elements);
        Assert.Equal(2, actor.Path.Depth);
    }

    [Fact]
    public void A_reference_prints_with_its_unique_id()
    {
        var actor = Idle("a");
        Assert.Equal($"[akka://test/user/a#{actor.Path.Uid}]", actor.ToString());
        Assert.Equal($"akka://test/user/a#{actor.Path.Uid}", actor.Path.ToStringWithUid());
        Assert.Equal(actor.Path.ToStringWithUid(), actor.Path.ToSerializationFormat());
        Assert.NotEqual(0, actor.Path.Uid);
    }

    [Fact]
    public void Actors_without_a_name_are_numbered()
    {
        var parent = Parent();
        var names = Enumerable.Range(0, 3).Select(_ => ChildOf(parent, Making(() => new ParentActor(null))).Path.Name);
        Assert.Equal(["$a", "$b", "$c"], names);
    }

    [Theory]
    [InlineData(63, "$+")]
    [InlineData(65, "$bb")]
    public void Numbers_go_on_after_the_alphabet(int index, string unused)
    {
        var parent = Parent();
        var last = string.Empty;
        for (var i = 0; i <= index; i++) last = ChildOf(parent, Making(() => new ParentActor(null))).Path.Name;
        Assert.StartsWith("$", last, StringComparison.Ordinal);
        Assert.Equal(index < 64 ? 2 : 3, last.Length);
        Assert.NotEmpty(unused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a#1")]
    [InlineData("a%2")]
    [InlineData("a?")]
    public void Malformed_names_are_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Making(() => new ParentActor(null)), name));

    [Theory]
    [InlineData("a")]
    [InlineData("A-1_b.c")]
    [InlineData("x$")]
    [InlineData("a:b@c,d!e~f;(g)")]
    [InlineData("a%20b")]
    public void Well_formed_names_are_taken(string name)
    {
        Assert.True(ActorPath.IsValidPathElement(name));
        Assert.Equal(name, Idle(name).Path.Name);
    }

    [Fact]
    public void A_name_is_given_once()
    {
        Idle("twice");
        var e = Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Making(() => new ParentActor(null)), "twice"));
        Assert.Contains("twice", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_name_may_stand_under_different_parents()
    {
        var (a, b) = (Parent(), Parent());
        var props = Making(() => new ParentActor(null));
        Assert.NotEqual(ChildOf(a, props, "x"), ChildOf(b, props, "x"));
    }

    [Fact]
    public void A_name_is_free_again_when_the_child_is_gone_and_not_before()
    {
        using var gate = new ManualResetEventSlim();
        var probe = TestActor;
        var parent = ActorOf(Making(() => new Reuser(gate, probe)));
        parent.Tell("stop and make");
        ExpectMsg("taken");
        gate.Set();
        parent.Tell("watch");
        ExpectMsg("made");
    }

    [Fact]
    public void Children_are_found_by_name()
    {
        var actor = Acting((context, message) =>
        {
            var child = context.ActorOf(Making(() => new ParentActor(null)), "c");
            context.Sender.Tell(context.Child("c").Equals(child));
            context.Sender.Tell(context.Child("d").IsNobody());
            context.Sender.Tell(context.GetChildren().Single().Equals(child));
        });
        actor.Tell("x");
        Assert.All(ReceiveN(3, Limit), yes => Assert.Equal(true, yes));
    }

    [Fact]
    public void A_context_knows_its_surroundings()
    {
        var actor = Acting((context, _) => context.Sender.Tell((context.Self, context.Parent, context.System.Name, context.Props.Type)));
        actor.Tell("x");
        var (self, parent, system, type) = ExpectMsg<(IActorRef, IActorRef, string, Type)>();
        Assert.Equal(actor, self);
        Assert.Equal("/user", parent.Path.ToStringWithoutAddress());
        Assert.Equal("test", system);
        Assert.Equal(typeof(FunctionActor), type);
    }

    [Fact]
    public void Paths_are_built_and_taken_apart()
    {
        var path = ActorPath.Parse("akka://sys/user/a/b");
        Assert.Equal("sys", path.Address.System);
        Assert.Equal("akka", path.Address.Protocol);
        Assert.Equal("/user/a", path.Parent.ToStringWithoutAddress());
        Assert.Equal("akka://sys/", path.Root.ToString());
        Assert.Equal("akka://sys/user/a/b/c", (path / "c").ToString());
        Assert.Equal("akka://sys/user/a/b/c/d", (path / new[] { "c", "d" }).ToString());
        Assert.Equal(path / "c", path.Child("c"));
        Assert.Equal("a/b", ActorPath.FormatPathElements(["a", "b"]));
    }

    [Fact]
    public void Paths_are_equal_by_address_and_names()
    {
        var a = ActorPath.Parse("akka://sys/user/a#1");
        var b = ActorPath.Parse("akka://sys/user/a#2");
        Assert.Equal(1, a.Uid);
        Assert.True(a == b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.True(a != ActorPath.Parse("akka://sys/user/b"));
        Assert.True(a != ActorPath.Parse("akka://other/user/a"));
        Assert.Equal(7, a.WithUid(7).Uid);
        Assert.Equal(0, a.CompareTo(b));
        Assert.True(a.CompareTo(ActorPath.Parse("akka://sys/user/b")) < 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("http://sys/user")]
    public void Malformed_paths_are_refused(string path)
    {
        Assert.False(ActorPath.TryParse(path, out _));
        Assert.Throws<UriFormatException>(() => ActorPath.Parse(path));
    }

    [Fact]
    public void Addresses_compare_by_value()
    {
        var a = new Address("akka", "sys");
        Assert.Equal("akka://sys", a.ToString());
        Assert.True(a.HasLocalScope);
        Assert.Equal(a, new Address("akka", "sys"));
        Assert.NotEqual(a, new Address("akka", "sys", "host", 1));
        Assert.Equal("akka://sys@host:1", new Address("akka", "sys", "host", 1).ToString());
    }

    [Fact]
    public void References_compare_by_path_and_unique_id()
    {
        var (a, b) = (Idle("aa"), Idle("bb"));
        Assert.True(a.Equals(a));
        Assert.False(a.Equals(b));
        Assert.True(a.CompareTo(b) < 0);
        Assert.True(b.CompareTo(a) > 0);
        Assert.Throws<ArgumentException>(() => a.CompareTo("x"));
    }

    [Fact]
    public void A_new_actor_of_the_same_name_is_another_one()
    {
        var first = Idle("same");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        var second = AwaitName("same");
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
        first.Tell("lost");
        Watch(second);
        Sys.Stop(second);
        ExpectTerminated(second);
    }

    private IActorRef AwaitName(string name)
    {
        IActorRef? made = null;
        AwaitAssert(() => made = Idle(name), Limit);
        return made!;
    }

    private sealed class Reuser : UntypedActor
    {
        private readonly IActorRef _probe;
        private readonly IActorRef _child;

        public Reuser(ManualResetEventSlim gate, IActorRef probe)
        {
            _probe = probe;
            _child = Context.ActorOf(Making(() => new SlowEnd(gate)), "name");
        }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "stop and make":
                    Context.Stop(_child);
                    try
                    {
                        Context.ActorOf(Making(() => new ParentActor(null)), "name");
                    }
                    catch (InvalidActorNameException)
                    {
                        _probe.Tell("taken");
                    }

                    break;
                case "watch":
                    Context.Watch(_child);
                    break;
                case Terminated:
                    Context.ActorOf(Making(() => new ParentActor(null)), "name");
                    _probe.Tell("made");
                    break;
            }
        }
    }

    private sealed class SlowEnd(ManualResetEventSlim gate) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop() => gate.Wait(Limit);
    }
}
