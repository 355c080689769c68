using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

public sealed class AdaptiveSpinTests
{
    private const long Longest = 100_000;
    private const long Cost = 5_000;
    private const long Worth = 3 * Cost;

    [Fact]
    public void Sleeps_before_it_polls()
    {
        var spin = new AdaptiveSpin(Longest);
        Assert.Equal(AdaptiveSpin.ShortestPause, SleepsUntilItPolls(spin));
    }

    [Fact]
    public void The_last_sleeps_are_measured()
    {
        var spin = new AdaptiveSpin(Longest);
        var measured = 0;
        for (var i = 0; i < AdaptiveSpin.ShortestPause; i++)
        {
            measured += spin.IsMeasuring ? 1 : 0;
            spin.NoteSleep(Cost, 1);
        }

        Assert.Equal(AdaptiveSpin.Sample, measured);
        Assert.False(spin.IsMeasuring);
    }

    [Theory]
    [InlineData(Cost, 2 * Worth)]
    [InlineData(Longest, Longest)]
    [InlineData(0, 1)]
    public void Polls_for_twice_what_a_sleep_is_worth_and_never_longer_than_it_may(long cost, long limit)
    {
        var spin = new AdaptiveSpin(Longest);
        SleepsUntilItPolls(spin, cost);
        Assert.Equal(limit, spin.Limit);
    }

    [Fact]
    public void Goes_on_while_polls_are_worth_it_in_the_mean()
    {
        var spin = Polling();
        for (var i = 0; i < 1000; i++)
        {
            spin.NotePoll(i % 4 == 3 ? spin.Limit : Worth / 4, 1);
            Assert.NotEqual(0, spin.Limit);
        }
    }

    [Fact]
    public void Ends_when_polls_take_longer_in_the_mean_than_a_sleep_is_worth()
    {
        var spin = Polling();
        Assert.Equal(AdaptiveSpin.Sample, PollsUntilItSleeps(spin, Worth + 1));
    }

    [Fact]
    public void Where_several_events_come_at_once_a_sleep_is_worth_what_the_sleeper_pays()
    {
        var spin = new AdaptiveSpin(Longest);
        SleepsUntilItPolls(spin, Cost, events: 8);
        Assert.Equal(2 * Cost, spin.Limit);
        Assert.Equal(AdaptiveSpin.Sample, PollsUntilItSleeps(spin, Cost + 1, events: 8));
    }

    [Fact]
    public void Ends_when_events_no_longer_come_alone_and_polls_take_longer_than_the_sleeper_would_pay()
    {
        var spin = Polling();
        Poll(spin, 500, 2 * Cost);
        Assert.InRange(PollsUntilItSleeps(spin, 2 * Cost, events: 8), 1, AdaptiveSpin.Sample);
    }

    [Fact]
    public void Ends_soon_when_nothing_comes_any_more()
    {
        var spin = Polling();
        Poll(spin, 500, Worth / 2);
        Assert.InRange(PollsUntilItSleeps(spin, spin.Limit), 1, AdaptiveSpin.Sample);
    }

    [Fact]
    public void A_poll_in_which_the_thread_lost_its_core_counts_as_one_in_vain()
    {
        var spin = Polling();
        Poll(spin, 500, Worth / 4);
        spin.NotePoll(long.MaxValue, 0);
        Assert.NotEqual(0, spin.Limit);
    }

    [Fact]
    public void Tries_in_vain_become_rarer()
    {
        var spin = Polling();
        for (var pause = 2 * AdaptiveSpin.ShortestPause; pause <= AdaptiveSpin.LongestPause; pause *= 2)
        {
            PollsUntilItSleeps(spin, spin.Limit);
            Assert.Equal(pause, SleepsUntilItPolls(spin));
        }

        PollsUntilItSleeps(spin, spin.Limit);
        Assert.Equal(AdaptiveSpin.LongestPause, SleepsUntilItPolls(spin));
    }

    [Fact]
    public void After_a_success_the_next_try_comes_soon()
    {
        var spin = Polling();
        PollsUntilItSleeps(spin, spin.Limit);
        SleepsUntilItPolls(spin);
        Poll(spin, 2000, Worth / 2);
        PollsUntilItSleeps(spin, spin.Limit);
        Assert.Equal(AdaptiveSpin.ShortestPause, SleepsUntilItPolls(spin));
    }

    [Fact]
    public void Measures_again_now_and_then_what_a_sleep_costs()
    {
        var spin = Polling();
        Poll(spin, AdaptiveSpin.PollsBetweenMeasures, Worth / 2);
        Assert.True(spin.IsMeasuring);
        Assert.Equal(AdaptiveSpin.Sample, SleepsUntilItPolls(spin, Cost / 2));
        Assert.Equal(Worth, spin.Limit);
    }

    [Fact]
    public void Never_polls_where_it_may_not()
    {
        var spin = new AdaptiveSpin(0);
        for (var i = 0; i < 3 * AdaptiveSpin.LongestPause; i++)
        {
            Assert.False(spin.IsMeasuring);
            spin.NoteSleep(Cost, 1);
            Assert.Equal(0, spin.Limit);
        }
    }

    private static AdaptiveSpin Polling()
    {
        var spin = new AdaptiveSpin(Longest);
        SleepsUntilItPolls(spin);
        return spin;
    }

    private static int SleepsUntilItPolls(AdaptiveSpin spin, long cost = Cost, int events = 1)
    {
        var sleeps = 0;
        while (spin.Limit == 0)
        {
            spin.NoteSleep(cost, events);
            Assert.InRange(++sleeps, 1, AdaptiveSpin.LongestPause);
        }

        return sleeps;
    }

    private static int PollsUntilItSleeps(AdaptiveSpin spin, long length, int events = 1)
    {
        var polls = 0;
        while (spin.Limit > 0)
        {
            spin.NotePoll(length, events);
            Assert.InRange(++polls, 1, AdaptiveSpin.PollsBetweenMeasures);
        }

        return polls;
    }

    private static void Poll(AdaptiveSpin spin, int polls, long length)
    {
        for (var i = 0; i < polls; i++)
        {
            spin.NotePoll(length, 1);
        }
    }
}
