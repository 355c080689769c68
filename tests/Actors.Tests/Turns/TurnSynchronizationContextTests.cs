namespace HttpActors.Actors.Tests.Turns;

public sealed class TurnSynchronizationContextTests
{
    [Fact]
    public void An_await_in_user_code_comes_back_to_a_turn()
    {
        var owner = new TurnOwner();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inTurn = new List<bool>();
        async Task Handler()
        {
            inTurn.Add(owner.InTurn);
            await gate.Task;
            inTurn.Add(owner.InTurn);
        }

        owner.Turn(() => _ = Handler());
        gate.SetResult();
        SpinWait.SpinUntil(() => owner.HasWork, Bounded.Patience);
        Assert.Equal([true], inTurn);
        owner.RunPosted();
        Assert.Equal([true, true], inTurn);
    }

    [Fact]
    public async Task After_the_last_turn_continuations_run_on_the_thread_pool_so_that_finally_blocks_run()
    {
        var owner = new TurnOwner();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finalized = new TaskCompletionSource<bool>();
        async Task Handler()
        {
            try
            {
                await gate.Task;
            }
            finally
            {
                finalized.SetResult(owner.InTurn);
            }
        }

        owner.Turn(() => _ = Handler());
        owner.Stop();
        gate.SetResult();
        Assert.False(await finalized.Task.InTime());
    }

    [Fact]
    public void Send_runs_at_once_in_the_turn_and_refuses_to_block_elsewhere()
    {
        var owner = new TurnOwner();
        var ran = 0;
        owner.Turn(() => owner.Context.Send(_ => ran++, null));
        Assert.Equal(1, ran);
        Assert.Throws<NotSupportedException>(() => owner.Context.Send(_ => ran++, null));
        Assert.Equal(1, ran);
    }

    [Fact]
    public void What_an_async_void_method_throws_comes_to_the_context_it_began_in()
    {
        var owner = new TurnOwner();
        var gate = new TaskCompletionSource();
        async void Fail()
        {
            await gate.Task;
            throw new InvalidOperationException("late");
        }

        owner.Turn(Fail);
        gate.SetResult();
        owner.RunPosted();
        Assert.Empty(owner.Failures);

        // The builder posts the exception by itself, after the continuation.
        owner.RunPosted();
        Assert.Equal("late", Assert.Single(owner.Failures).Message);
    }

    [Fact]
    public void A_copy_is_the_same_context()
    {
        var owner = new TurnOwner();
        Assert.Same(owner.Context, owner.Context.CreateCopy());
    }

    [Fact]
    public void Continuations_see_their_context()
    {
        var owner = new TurnOwner();
        SynchronizationContext? seen = null;
        owner.Context.Post(_ => seen = SynchronizationContext.Current, null);
        owner.RunPosted();
        Assert.Same(owner.Context, seen);
    }
}
