using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Tests.Turns;

public sealed class TurnQueueTests
{
    [Fact]
    public void Work_is_taken_in_the_order_of_its_posting()
    {
        var queue = new TurnQueue(() => { }, _ => { });
        var ran = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            queue.Post(new Work(() => ran.Add(number)));
        }

        RunBatch(queue);
        Assert.Equal([0, 1, 2, 3, 4], ran);
    }

    [Fact]
    public void A_batch_wakes_its_owner_once()
    {
        var wakes = 0;
        var queue = new TurnQueue(() => wakes++, _ => { });
        queue.Post(Nothing());
        queue.Post(Nothing());
        Assert.Equal(1, wakes);
        RunBatch(queue);
        queue.Post(Nothing());
        Assert.Equal(2, wakes);
    }

    [Fact]
    public void Work_posted_while_a_batch_runs_is_for_the_next_one()
    {
        var queue = new TurnQueue(() => { }, _ => { });
        var ran = new List<string>();
        queue.Post(new Work(() => queue.Post(new Work(() => ran.Add("later")))));
        queue.Post(new Work(() => ran.Add("now")));
        RunBatch(queue);
        Assert.Equal(["now"], ran);
        Assert.True(queue.HasWork);
        RunBatch(queue);
        Assert.Equal(["now", "later"], ran);
    }

    [Fact]
    public void An_empty_queue_has_nothing_to_take()
    {
        var queue = new TurnQueue(() => { }, _ => { });
        Assert.False(queue.HasWork);
        queue.BeginBatch();
        Assert.Null(queue.Take());
    }

    [Fact]
    public async Task Closing_runs_what_waits_and_what_follows_on_the_thread_pool()
    {
        var wakes = 0;
        var queue = new TurnQueue(() => wakes++, _ => { });
        var waiting = new TaskCompletionSource<bool>();
        queue.Post(new Work(() => waiting.SetResult(Thread.CurrentThread.IsThreadPoolThread)));
        queue.Close();
        Assert.True(await waiting.Task.InTime());

        var late = new TaskCompletionSource<bool>();
        queue.Post(new Work(() => late.SetResult(Thread.CurrentThread.IsThreadPoolThread)));
        Assert.True(await late.Task.InTime());
        Assert.Equal(1, wakes);
    }

    [Fact]
    public async Task What_late_work_throws_is_reported_and_kills_nothing()
    {
        var failed = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queue = new TurnQueue(() => { }, failed.SetResult);
        queue.Close();
        queue.Post(new Work(() => throw new InvalidOperationException("late")));
        Assert.Equal("late", (await failed.Task.InTime()).Message);
    }

    [Fact]
    public async Task Closing_twice_and_taking_late_do_nothing()
    {
        var queue = new TurnQueue(() => { }, _ => { });
        queue.Close();
        queue.Close();
        var ran = new TaskCompletionSource();
        queue.Post(new Work(ran.SetResult));
        await ran.Task.InTime();
    }

    [Fact]
    public async Task Posts_from_many_threads_lose_nothing_and_keep_each_threads_order()
    {
        const int Threads = 4;
        const int Each = 20_000;
        using var wake = new SemaphoreSlim(0);
        var queue = new TurnQueue(() => wake.Release(), _ => { });
        var seen = new int[Threads];
        var ordered = true;
        var posters = Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var number = i;
                queue.Post(new Work(() => ordered &= seen[thread]++ == number));
            }
        })).ToArray();
        while (seen.Sum() < Threads * Each)
        {
            Assert.True(await wake.WaitAsync(Bounded.Patience), "Work waits and nobody was woken.");
            RunBatch(queue);
        }

        await Task.WhenAll(posters);
        Assert.True(ordered);
    }

    [Fact]
    public void The_rest_of_a_batch_still_counts_as_work()
    {
        var queue = new TurnQueue(() => { }, _ => { });
        queue.Post(Nothing());
        queue.Post(Nothing());
        queue.BeginBatch();
        queue.Take();
        Assert.True(queue.HasWork);
        queue.Take();
        Assert.False(queue.HasWork);
    }

    private static void RunBatch(TurnQueue queue)
    {
        queue.BeginBatch();
        while (queue.Take() is { } work)
        {
            work.Run();
        }
    }

    private static Work Nothing() => new(() => { });

    private sealed class Work(Action run) : TurnWork
    {
        public override void Run() => run();
    }
}
