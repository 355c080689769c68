using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class StrategyTests : SupervisedTest
{
    [Fact]
    public void All_for_one_restarts_all()
    {
        var parent = Parent(new AllForOneStrategy(_ => Directive.Restart));
        var (a, b) = (ChildOf(parent, Counter()), ChildOf(parent, Counter()));
        a.Tell("add");
        b.Tell("add");
        ExpectCount(b, 1);
        a.Tell(new InvalidOperationException());
        ExpectCount(a, 0);

        // The parent restarts one after the other: the first can answer before the second has been told.
        Sync(parent);
        ExpectCount(b, 0);
    }

    [Fact]
    public void All_for_one_stops_all()
    {
        var parent = Parent(new AllForOneStrategy(_ => Directive.Stop));
        var (a, b) = (ChildOf(parent, Counter()), ChildOf(parent, Counter()));
        Watch(a);
        Watch(b);
        a.Tell(new InvalidOperationException());
        var dead = new[] { ExpectMsg<Terminated>().ActorRef, ExpectMsg<Terminated>().ActorRef };
        Assert.Contains(a, dead);
        Assert.Contains(b, dead);
    }

    [Fact]
    public void All_for_one_resumes_only_the_one_that_failed()
    {
        var parent = Parent(new AllForOneStrategy(_ => Directive.Resume));
        var (a, b) = (ChildOf(parent, Counter()), ChildOf(parent, Counter()));
        a.Tell("add");
        b.Tell("add");
        a.Tell(new InvalidOperationException());
        ExpectCount(a, 1);
        ExpectCount(b, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void More_restarts_than_allowed_stop_the_child(int allowed)
    {
        var parent = Parent(new OneForOneStrategy(allowed, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        Watch(child);
        for (var i = 0; i < allowed; i++)
        {
            child.Tell(new InvalidOperationException());
            ExpectCount(child, 0);
        }

        child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Fact]
    public void Restarts_without_window_are_counted_for_life()
    {
        var parent = Parent(new OneForOneStrategy(2, -1, _ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        Watch(child);
        for (var i = 0; i < 3; i++) child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Fact]
    public void No_restarts_allowed_means_stop()
    {
        var parent = Parent(new OneForOneStrategy(0, 1000, _ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        Watch(child);
        child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Fact]
    public void Restarts_without_limit_go_on()
    {
        var parent = Parent(new OneForOneStrategy(-1, -1, _ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        for (var i = 0; i < 50; i++) child.Tell(new InvalidOperationException());
        child.Tell("add");
        ExpectCount(child, 1);
    }

    [Fact]
    public void Restarts_in_different_windows_do_not_add_up()
    {
        var parent = Parent(new OneForOneStrategy(1, 50, _ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        for (var i = 0; i < 3; i++)
        {
            child.Tell(new InvalidOperationException());
            ExpectCount(child, 0);
            ExpectNoMsg(TimeSpan.FromMilliseconds(120));
        }
    }

    [Fact]
    public void A_window_without_count_allows_one_restart()
    {
        var parent = Parent(new OneForOneStrategy(-1, 60_000, _ => Directive.Restart));
        var child = ChildOf(parent, Counter());
        Watch(child);
        child.Tell(new InvalidOperationException());
        ExpectCount(child, 0);
        child.Tell(new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Theory]
    [InlineData(Directive.Restart, LogLevel.ErrorLevel)]
    [InlineData(Directive.Stop, LogLevel.ErrorLevel)]
    [InlineData(Directive.Resume, LogLevel.WarningLevel)]
    public void A_failure_is_logged_at_the_level_of_its_directive(Directive directive, LogLevel level)
    {
        var parent = Parent(new OneForOneStrategy(_ => directive));
        var child = ChildOf(parent, Counter());
        EventFilter.ForLogLevel(level, message: "logged", source: child.Path.ToString())
            .ExpectOne(() => child.Tell(new InvalidOperationException("logged")));
    }

    [Fact]
    public void Logging_can_be_switched_off()
    {
        var parent = Parent(new OneForOneStrategy(-1, -1, _ => Directive.Restart, loggingEnabled: false));
        var child = ChildOf(parent, Counter());
        EventFilter.Error(message: "unlogged").Expect(0, TimeSpan.FromMilliseconds(100), () =>
        {
            child.Tell(new InvalidOperationException("unlogged"));
            ExpectCount(child, 0);
        });
    }

    [Fact]
    public void A_table_decides_by_class_and_the_first_entry_that_fits_wins()
    {
        var decider = Decider.From(
            Directive.Escalate,
            Directive.Resume.When<ArgumentNullException>(),
            Directive.Stop.When<ArgumentException>());
        Assert.Equal(Directive.Resume, decider.Decide(new ArgumentNullException()));
        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentOutOfRangeException()));
        Assert.Equal(Directive.Escalate, decider.Decide(new InvalidOperationException()));
        Assert.Equal(Directive.Escalate, decider.DefaultDirective);
        Assert.Equal(2, decider.Pairs.Length);
    }

    [Fact]
    public void Strategies_tell_what_they_are_made_of()
    {
        var one = new OneForOneStrategy(3, TimeSpan.FromSeconds(2), SupervisorStrategy.DefaultDecider);
        Assert.Equal(3, one.MaxNumberOfRetries);
        Assert.Equal(2000, one.WithinTimeRangeMilliseconds);
        Assert.Same(SupervisorStrategy.DefaultDecider, one.Decider);
        Assert.Equal(one, new OneForOneStrategy(3, 2000, SupervisorStrategy.DefaultDecider));
        Assert.NotEqual(one, one.WithMaxNrOfRetries(4));
        var all = new AllForOneStrategy(null, null, SupervisorStrategy.DefaultDecider);
        Assert.Equal(-1, all.MaxNumberOfRetries);
        Assert.Equal(-1, all.WithinTimeRangeMilliseconds);
        Assert.Equal(all, new AllForOneStrategy(SupervisorStrategy.DefaultDecider));
    }

    [Fact]
    public void A_strategy_of_ones_own_can_look_at_the_child()
    {
        var parent = ActorOf(Making(() => new ParentActor(new ByName())));
        var (good, bad) = (ChildOf(parent, Counter(), "good"), ChildOf(parent, Counter(), "bad"));
        Watch(bad);
        good.Tell("add");
        good.Tell(new InvalidOperationException());
        bad.Tell(new InvalidOperationException());
        ExpectTerminated(bad);
        ExpectCount(good, 1);
    }

    private sealed class ByName() : OneForOneStrategy(DefaultDecider)
    {
        protected override Directive Handle(IActorRef child, Exception exception) =>
            child.Path.Name == "good" ? Directive.Resume : Directive.Stop;
    }
}
