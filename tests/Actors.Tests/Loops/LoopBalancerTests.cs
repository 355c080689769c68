using HttpActors.Actors.Loops.Balancing;

namespace HttpActors.Actors.Tests.Loops;

public class LoopBalancerTests
{
    private const double Plenty = 100_000;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private readonly LoopBalancer _balancer = new();
    private double? _idle = 1;

    [Fact]
    public void A_full_thread_gives_half_of_its_loops_away() => Assert.Equal([Split(0)], Look(Full(0, guests: 3)));

    [Fact]
    public void A_thread_that_waits_for_a_core_counts_as_full() =>
        Assert.Equal([Split(0)], Look(new LoopSample(0, 1, Busy: 0.5, Waiting: 0.45, Plenty)));

    [Fact]
    public void A_full_thread_without_guests_has_nothing_to_give() => Assert.Empty(Look(Full(0, guests: 0)));

    [Fact]
    public void A_thread_with_room_keeps_its_loops() => Assert.Empty(Look(new LoopSample(0, 1, Busy: 0.8, Waiting: 0, Plenty)));

    [Fact]
    public void All_full_threads_give_at_once() =>
        Assert.Equal([Split(0), Split(2)], Look(Full(0, guests: 1), Full(2, guests: 1), new LoopSample(4, 1, 0.5, 0, Plenty)));

    [Fact]
    public void Nothing_is_tried_before_it_is_known_whether_a_core_is_idle()
    {
        _idle = null;
        Assert.All(Looks(100, Full(0, guests: 1)), Assert.Empty);
        _idle = 1;
        Assert.Equal([Split(0)], Look(Full(0, guests: 1)));
    }

    [Fact]
    public void Where_no_core_is_idle_a_thread_is_full_for_three_seconds_before_it_gives()
    {
        _idle = 0.5;
        Assert.All(Looks(29, Full(0, guests: 1)), Assert.Empty);
        Look(new LoopSample(0, 1, Busy: 0.8, Waiting: 0, Plenty));
        Assert.InRange(LooksUntilSplit(), 30, 30);
    }

    [Theory]
    [InlineData(1.1, 2)]
    [InlineData(1.2, 4)]
    [InlineData(1.35, 0)]
    public void Where_no_core_was_idle_a_new_thread_stays_only_for_much_more(double gain, int looksUntilUndone)
    {
        _idle = 0;
        LooksUntilSplit();
        var looks = Looks(4, Crowded(0, Plenty * gain / 2), Crowded(1, Plenty * gain / 2));
        Assert.Equal(looksUntilUndone - 1, looks.FindIndex(static changes => changes.SequenceEqual([Merge(1, 0)])));
    }

    [Fact]
    public void A_new_thread_that_gets_a_core_stays()
    {
        Look(Full(0, guests: 1));
        Assert.All(Looks(20, Half(0), Half(1)), Assert.Empty);
    }

    [Fact]
    public void A_new_thread_that_only_waits_for_a_core_is_taken_back()
    {
        Look(Full(0, guests: 1));
        Assert.Equal([[], [], [], [Merge(1, 0)]], Looks(4, Crowded(0, Plenty / 2), Crowded(1, Plenty / 2)));
    }

    [Fact]
    public void A_new_thread_that_only_takes_work_from_the_other_is_taken_back_at_once()
    {
        Look(Full(0, guests: 1));
        Assert.Equal([[], [Merge(1, 0)]], Looks(2, Crowded(0, Plenty * 0.45), Crowded(1, Plenty * 0.45)));
        Assert.InRange(LooksUntilSplit(), 19, 21);
    }

    [Fact]
    public void A_new_thread_that_gets_a_core_has_time_to_show_what_it_is_good_for()
    {
        Look(Full(0, guests: 1));
        Assert.All(Looks(4, Half(0) with { Events = Plenty * 0.45 }, Half(1) with { Events = Plenty * 0.45 }), Assert.Empty);
    }

    [Fact]
    public void A_new_thread_that_waits_stays_where_more_gets_done()
    {
        Look(Full(0, guests: 1));
        Assert.All(Looks(4, Crowded(0, Plenty * 0.6), Crowded(1, Plenty * 0.6)), Assert.Empty);
    }

    [Fact]
    public void Each_trial_that_fails_puts_off_the_next_one()
    {
        Assert.Equal(1, LooksUntilSplit());
        FailTrial();
        Assert.InRange(LooksUntilSplit(), 19, 21);
        FailTrial();
        Assert.InRange(LooksUntilSplit(), 39, 41);
        for (var i = 0; i < 8; i++)
        {
            FailTrial();
            LooksUntilSplit();
        }

        FailTrial();
        Assert.InRange(LooksUntilSplit(), 599, 601);
    }

    [Fact]
    public void A_trial_that_succeeds_forgets_those_that_failed()
    {
        LooksUntilSplit();
        FailTrial();
        LooksUntilSplit();
        Looks(4, Half(0), Half(1));
        Assert.Equal(1, LooksUntilSplit());
        FailTrial();
        Assert.InRange(LooksUntilSplit(), 19, 21);
    }

    [Fact]
    public void Two_threads_that_fit_on_one_core_become_one() =>
        Assert.Equal([[], [], [], [], [Merge(0, 1)]], Looks(5, Light(0), Light(1)));

    [Fact]
    public void The_two_that_do_least_become_one() =>
        Assert.Equal(Merge(2, 1), Looks(5, Half(0), Light(1) with { Busy = 0.2 }, Light(2))[4].Single());

    [Fact]
    public void A_moment_of_load_starts_the_count_again()
    {
        Looks(4, Light(0), Light(1));
        Look(Half(0), Half(1));
        Assert.All(Looks(4, Light(0), Light(1)), Assert.Empty);
    }

    [Fact]
    public void Two_threads_that_wait_for_cores_become_one_and_stay_so_where_as_much_gets_done()
    {
        Assert.Equal(Merge(0, 1), Looks(5, Crowded(0, Plenty / 2), Crowded(1, Plenty / 2))[4].Single());
        Assert.All(Looks(4, Full(1, guests: 1)), Assert.Empty);
        Assert.InRange(LooksUntilSplit(), 19, 21);
    }

    [Fact]
    public void Two_threads_of_which_one_does_less_become_two_again_and_stay_so_for_a_while()
    {
        Assert.Equal(5, LooksUntilFailedMerge());
        Assert.InRange(LooksUntilFailedMerge(), 9, 11);
        Assert.InRange(LooksUntilFailedMerge(), 14, 16);
    }

    [Fact]
    public void Two_threads_that_need_more_than_a_core_are_left_alone() =>
        Assert.All(Looks(20, Crowded(0, Plenty) with { Busy = 0.7 }, Crowded(1, Plenty) with { Busy = 0.71 }), Assert.Empty);

    [Fact]
    public void Long_turns_keep_loops_apart()
    {
        // 1 ms each.
        var thread = new LoopSample(0, 1, Busy: 0.3, Waiting: 0, Events: 300);
        Assert.Equal([Split(0)], Look(thread));
        Assert.All(Looks(10, thread with { Guests = 0, Events = 150 }, Light(1) with { Events = 150 }), Assert.Empty);
    }

    [Fact]
    public void Handlers_that_block_keep_loops_apart_for_ten_seconds()
    {
        Assert.Equal([Split(0)], _balancer.Decide([Light(0) with { Guests = 1 }], Period, blocked: true, () => _idle));
        Assert.All(Looks(99, Light(0), Light(1)), Assert.Empty);
        Assert.Contains(Looks(10, Light(0), Light(1)), static changes => changes.Count == 1);
    }

    [Fact]
    public void Nothing_to_do_is_no_reason_to_split() => Assert.All(Looks(20, new LoopSample(0, 1, 0, 0, 0)), Assert.Empty);

    private static LoopSample Full(int loop, int guests) => new(loop, guests, Busy: 0.95, Waiting: 0, Plenty);

    private static LoopSample Half(int loop) => new(loop, 0, Busy: 0.5, Waiting: 0.01, Plenty / 2);

    private static LoopSample Light(int loop) => new(loop, 0, Busy: 0.1, Waiting: 0, Plenty / 10);

    private static LoopSample Crowded(int loop, double events) => new(loop, 0, Busy: 0.45, Waiting: 0.3, events);

    private static LoopChange Split(int loop) => new(loop, null);

    private static LoopChange Merge(int loop, int into) => new(loop, into);

    private IReadOnlyList<LoopChange> Look(params LoopSample[] threads) => _balancer.Decide(threads, Period, blocked: false, () => _idle);

    private List<IReadOnlyList<LoopChange>> Looks(int times, params LoopSample[] threads) =>
        [.. Enumerable.Range(0, times).Select(_ => Look(threads))];

    private int LooksUntilSplit()
    {
        for (var looks = 1; looks < 1000; looks++)
        {
            if (Look(Full(0, guests: 1)).Count > 0)
            {
                return looks;
            }
        }

        throw new InvalidOperationException("A full thread kept its loops for 100 s.");
    }

    private int LooksUntilFailedMerge()
    {
        var looks = 1;
        while (Look(Crowded(0, Plenty / 2), Crowded(1, Plenty / 2)).Count == 0)
        {
            Assert.InRange(looks++, 1, 1000);
        }

        Assert.Equal([[], [], [], [Split(1)]], Looks(4, Full(1, guests: 1) with { Events = Plenty * 0.8 }));
        return looks;
    }

    private void FailTrial() => Looks(4, Crowded(0, Plenty / 2), Crowded(1, Plenty / 2));
}
