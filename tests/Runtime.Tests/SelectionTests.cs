using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class SelectionTests : ActorTest
{
    private readonly IActorRef _a;
    private readonly IActorRef _b1;
    private readonly IActorRef _b2;
    private readonly IActorRef _c;

    public SelectionTests()
    {
        _a = Parent(name: "a");
        _b1 = ChildOf(_a, Echo(), "b1");
        _b2 = ChildOf(_a, Echo(), "b2");
        _c = Parent(name: "c");
    }

    private Props Echo() => Making(() => new FunctionActor((context, message) => context.Sender.Tell(message, context.Self)));

    [Theory]
    [InlineData("/user/a/b1")]
    [InlineData("akka://test/user/a/b1")]
    [InlineData("/user/c/../a/b1")]
    [InlineData("/user/a/b2/../b1")]
    public void A_path_selects_one(string path)
    {
        Sys.ActorSelection(path).Tell("x", TestActor);
        ExpectMsg("x");
        Assert.Equal(_b1, LastSender);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("/user/a/*", 2)]
    [InlineData("/user/a/b?", 2)]
    [InlineData("/user/*/b1", 1)]
    [InlineData("/user/?/b*", 2)]
    public void A_pattern_selects_those_that_fit(string path, int count)
    {
        Sys.ActorSelection(path).Tell("x", TestActor);
        ReceiveN(count, Limit);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Two_stars_select_all_below()
    {
        Sys.ActorSelection("/user/**").Tell("x", TestActor);
        ReceiveN(4, Limit);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Two_stars_stand_at_the_end_only() =>
        Assert.Throws<IllegalActorNameException>(() => Sys.ActorSelection("/user/**/a"));

    [Fact]
    public void A_selection_from_a_context_is_relative()
    {
        var actor = Acting((context, message) => context.ActorSelection((string)message).Tell("rel", TestActor));
        actor.Tell("../a/b2");
        ExpectMsg("rel");
        Assert.Equal(_b2, LastSender);
    }

    [Fact]
    public void A_selection_by_path_object_works_too()
    {
        Sys.ActorSelection(_b1.Path).Tell("x", TestActor);
        ExpectMsg("x");
    }

    [Fact]
    public async Task A_selection_resolves_to_a_reference()
    {
        Assert.Equal(_b1, await Sys.ActorSelection("/user/a/b1").ResolveOne(Limit));
        Assert.Equal(_b1, await Sys.ActorSelection(_b1.Path).ResolveOne(Limit));
    }

    [Fact]
    public async Task A_selection_of_nobody_does_not_resolve() =>
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/none").ResolveOne(Limit));

    [Fact]
    public void Identify_is_answered_by_an_actor()
    {
        _b1.Tell(new Identify("id"), TestActor);
        ExpectMsg(new ActorIdentity("id", _b1));
    }

    [Fact]
    public void Identify_is_answered_for_one_that_does_not_exist()
    {
        Sys.ActorSelection("/user/none/at/all").Tell(new Identify(5), TestActor);
        var identity = ExpectMsg<ActorIdentity>();
        Assert.Equal(5, identity.MessageId);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public void A_message_to_a_selection_of_nobody_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection("/user/a/none").Tell("lost", TestActor);
        Assert.Equal("lost", WrappedMessage.Unwrap(ExpectMsg<DeadLetter>().Message));
    }

    [Fact]
    public void A_selection_is_compared_by_anchor_and_path()
    {
        var one = Sys.ActorSelection("/user/a");
        Assert.Equal(one, Sys.ActorSelection("/user/a"));
        Assert.NotEqual(one, Sys.ActorSelection("/user/b"));
        Assert.Equal("/user/a", one.PathString);
        Assert.Equal(2, one.Path.Length);
    }

    [Fact]
    public async Task A_selection_can_be_asked() => Assert.Equal("x", await Sys.ActorSelection("/user/a/b1").Ask<string>("x", Limit));

    [Fact]
    public void The_guardians_are_there()
    {
        foreach (var path in new[] { "/user", "/system" })
        {
            Sys.ActorSelection(path).Tell(new Identify(path), TestActor);
            Assert.Equal(path, ExpectMsg<ActorIdentity>().Subject!.Path.ToStringWithoutAddress());
        }

        Assert.NotNull(_c);
    }
}
