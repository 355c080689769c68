using System.Diagnostics;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Loops.Balancing;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>Several loops on one thread; on systems without epoll there are no loops.</summary>
public sealed class SharedThreadTests : IDisposable
{
    private const int Loops = 4;
    private const int MostParked = 4;

    // The monitor stays out of it: the test says when.
    private readonly EventLoopGroup? _group = EventLoopGroup.IsSupported
        ? new EventLoopGroup(Loops, TimeSpan.FromMinutes(1), maxThreads: 64)
        : null;

    public void Dispose() => _group?.Dispose();

    [Fact]
    public async Task A_guest_runs_on_its_hosts_thread()
    {
        if (_group is null)
        {
            return;
        }

        Assert.NotSame(await ThreadOfAsync(0), await ThreadOfAsync(1));
        await MergeAsync(1, 0);
        Assert.Same(await ThreadOfAsync(0), await ThreadOfAsync(1));
        Assert.Same(_group.Loops[0], _group.Loops[1].Host);
        Assert.Null(_group.OwnerOf(1));
    }

    [Fact]
    public async Task The_guests_of_a_guest_go_with_it()
    {
        if (_group is null)
        {
            return;
        }

        await MergeAsync(3, 2);
        await MergeAsync(2, 1);
        Assert.Same(await ThreadOfAsync(1), await ThreadOfAsync(2));
        Assert.Same(await ThreadOfAsync(1), await ThreadOfAsync(3));
        Assert.Equal(2, _group.Loops[1].GuestCount);
        Assert.Same(_group.Loops[1], _group.Loops[3].Host);
    }

    [Fact]
    public async Task A_split_gives_half_of_the_loops_to_another_thread()
    {
        if (_group is null)
        {
            return;
        }

        await MergeAllAsync();
        await SplitAsync(0);
        Assert.Equal(2, await CountThreadsAsync());
        Assert.Equal(1, _group.Loops[0].GuestCount);
        var heir = _group.Loops.Single(loop => loop.Host is null && loop.Index != 0);
        Assert.Equal(1, heir.GuestCount);
    }

    [Fact]
    public async Task A_guest_that_is_blocked_loses_the_thread_for_all_of_them()
    {
        if (_group is null)
        {
            return;
        }

        await MergeAllAsync();
        var gate = new HandlerGate();
        _group.Loops[2].Enqueue(new LoopAction(() => UserCode.Run(gate.Block)));
        await gate.Entered.InTime();
        var others = Enumerable.Range(0, Loops).Select(ThreadOfAsync).ToArray();
        Assert.All(others, static other => Assert.False(other.IsCompleted));
        Assert.True(_group.TryHandOffNow(2));
        var threads = await Task.WhenAll(others).InTime();
        Assert.Single(threads.Distinct());
        gate.Release();
        Assert.Equal(1, _group.HandOffs);
    }

    [Fact]
    public async Task Work_for_another_loop_of_the_same_thread_is_not_lost()
    {
        if (_group is null)
        {
            return;
        }

        const int Rounds = 10_000;
        await MergeAllAsync();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pass(Rounds);
        await done.Task.InTime();

        void Pass(int left) => _group.Loops[left % Loops].Enqueue(new LoopAction(() =>
        {
            if (left == 0)
            {
                done.SetResult();
            }
            else
            {
                Pass(left - 1);
            }
        }));
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused()
    {
        if (_group is null)
        {
            return;
        }

        await MergeAsync(1, 0);
        Assert.False(_group.TryMerge(0, 0));
        Assert.False(_group.TryMerge(1, 2));
        Assert.False(_group.TryMerge(2, 1));
        Assert.False(_group.TrySplit(1));
        await SplitAsync(3);
        Assert.Equal(Loops - 1, await CountThreadsAsync());
        _group.Dispose();
        Assert.False(_group.TryMerge(2, 0));
        Assert.False(_group.TrySplit(0));
    }

    [Fact]
    public async Task The_end_comes_for_guests_as_well()
    {
        if (_group is null)
        {
            return;
        }

        await MergeAllAsync();
        var began = Stopwatch.GetTimestamp();
        _group.Dispose();
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await Bounded.Until(() => _group.ThreadCount == 0);
    }

    [Theory]
    [InlineData(1, 3000)]
    [InlineData(20_261_122, 3000)]
    public async Task Loops_that_move_at_random_lose_no_work_and_leave_no_thread_behind(int seed, int moves)
    {
        if (_group is null)
        {
            return;
        }

        var random = new Random(seed);
        var queued = 0;
        var done = 0;
        for (var i = 0; i < moves; i++)
        {
            _ = random.Next(2) == 0 ? _group.TryMerge(random.Next(Loops), random.Next(Loops)) : _group.TrySplit(random.Next(Loops));
            for (var extra = random.Next(4); extra > 0; extra--)
            {
                queued++;
                _group.Loops[random.Next(Loops)].Enqueue(new LoopAction(() => UserCode.Run(() => Interlocked.Increment(ref done))));
            }

            _group.TryHandOffNow(random.Next(Loops));
        }

        await Bounded.Until(() => Volatile.Read(ref done) == queued && !_group.IsMoving);
        await Bounded.Until(() => _group.ThreadCount <= Loops + MostParked);
        Assert.InRange(await CountThreadsAsync(), 1, Loops);
        _group.Dispose();
        await Bounded.Until(() => _group.ThreadCount == 0);
    }

    [Fact]
    public async Task Loops_begin_on_one_thread_where_a_balancer_decides()
    {
        if (!EventLoopGroup.IsSupported)
        {
            return;
        }

        using var group = new EventLoopGroup(3, TimeSpan.FromHours(1), maxThreads: 8, new LoopBalancer());
        Assert.Equal(1, group.ThreadCount);
        Assert.Equal(2, group.Loops[0].GuestCount);
        await Task.WhenAll(group.Loops.Select(static loop => loop.TurnAsync(3)));
    }

    [Fact]
    public async Task Loops_whose_handlers_block_get_threads_of_their_own()
    {
        if (!EventLoopGroup.IsSupported || !ThreadClock.IsSupported)
        {
            return;
        }

        // Hardly any load: what it takes is the blocking alone.
        using var group = new EventLoopGroup(2, TimeSpan.FromMilliseconds(20), maxThreads: 8, new LoopBalancer());
        var gate = new HandlerGate();
        group.Loops[0].Enqueue(new LoopAction(() => UserCode.Run(gate.Block)));
        await gate.Entered.InTime();
        try
        {
            await Bounded.Until(() => group.Loops[1].Host is null);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task MergeAllAsync()
    {
        for (var i = 1; i < Loops; i++)
        {
            await MergeAsync(i, 0);
        }
    }

    private async Task MergeAsync(int loop, int host)
    {
        Assert.True(_group!.TryMerge(loop, host));
        await Bounded.Until(() => !_group.IsMoving);
    }

    private async Task SplitAsync(int host)
    {
        Assert.True(_group!.TrySplit(host));
        await Bounded.Until(() => !_group.IsMoving);
    }

    private async Task<int> CountThreadsAsync() =>
        (await Task.WhenAll(Enumerable.Range(0, Loops).Select(ThreadOfAsync)).InTime()).Distinct().Count();

    private Task<Thread> ThreadOfAsync(int loop)
    {
        var found = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        _group!.Loops[loop].Enqueue(new LoopAction(() => found.SetResult(Thread.CurrentThread)));
        return found.Task.InTime();
    }
}
