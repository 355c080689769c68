using Akka.Actor;
using Akka.Event;

namespace HttpActors.Runtime.Tests;

public class AskTests : ActorTest
{
    private IActorRef Answering(object answer) => Acting((context, _) => context.Sender.Tell(answer));

    private IActorRef Silent() => Acting((_, _) => { });

    [Fact]
    public async Task An_answer_completes_the_task() => Assert.Equal(42, await Answering(42).Ask<int>("x", Limit));

    [Fact]
    public async Task An_untyped_ask_takes_any_answer() => Assert.Equal("y", await Answering("y").Ask("x", Limit));

    [Fact]
    public async Task No_answer_in_time_is_a_timeout() =>
        await Assert.ThrowsAsync<AskTimeoutException>(() => Silent().Ask<string>("x", TimeSpan.FromMilliseconds(30)));

    [Fact]
    public async Task An_ask_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var task = Silent().Ask<string>("x", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_token_that_was_given_already_cancels_at_once() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Silent().Ask<string>("x", new CancellationToken(canceled: true)).WaitAsync(Limit));

    [Fact]
    public async Task A_failure_status_fails_the_task_with_its_cause()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Answering(new Status.Failure(new InvalidOperationException("no"))).Ask<string>("x", Limit));
        Assert.Equal("no", e.Message);
    }

    [Fact]
    public async Task An_answer_of_another_type_fails_the_task() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Answering("text").Ask<int>("x", Limit));

    [Fact]
    public async Task The_question_can_carry_the_reference_to_answer_to()
    {
        var actor = Acting((_, message) => ((Question)message).ReplyTo.Tell("answer"));
        Assert.Equal("answer", await actor.Ask<string>(self => new Question(self), Limit, CancellationToken.None));
    }

    [Fact]
    public async Task Only_the_first_answer_counts()
    {
        var actor = Acting((context, _) =>
        {
            context.Sender.Tell(1);
            context.Sender.Tell(2);
        });
        Assert.Equal(1, await actor.Ask<int>("x", Limit));
    }

    [Fact]
    public async Task An_answer_after_the_timeout_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var sender = new TaskCompletionSource<IActorRef>();
        var actor = Acting((context, _) => sender.TrySetResult(context.Sender));
        await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask<string>("x", TimeSpan.FromMilliseconds(30)));
        (await sender.Task.WaitAsync(Limit)).Tell("late", ActorRefs.NoSender);
        Assert.Equal("late", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public async Task Many_asks_at_once_get_their_own_answers()
    {
        var echo = Acting((context, message) => context.Sender.Tell(message));
        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => echo.Ask<int>(i, Limit)));
        Assert.Equal(Enumerable.Range(0, 2000), answers);
    }

    [Fact]
    public async Task The_temporary_actor_stands_under_temp_and_goes_away()
    {
        var actor = Acting((context, _) => context.Sender.Tell(context.Sender));
        var temporary = await actor.Ask<IActorRef>("x", Limit);
        Assert.StartsWith("/temp/", temporary.Path.ToStringWithoutAddress(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection(temporary.Path).ResolveOne(TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task An_ended_actor_does_not_answer()
    {
        var actor = Silent();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask<string>("x", TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public void An_actor_can_block_on_an_answer_of_another()
    {
        var echo = Acting((context, message) => context.Sender.Tell(message));
        var blocking = Acting((_, message) => TestActor.Tell(echo.Ask<string>(message, Limit).GetAwaiter().GetResult()));
        blocking.Tell("x");
        ExpectMsg("x");
    }

    [Fact]
    public async Task Asking_the_ignore_reference_times_out() =>
        await Assert.ThrowsAsync<AskTimeoutException>(() => Sys.IgnoreRef.Ask<string>("x", TimeSpan.FromMilliseconds(30)));

    [Fact]
    public async Task An_actor_stops_gracefully()
    {
        var actor = Silent();
        Assert.True(await actor.GracefulStop(Limit));
        Assert.True(await actor.GracefulStop(Limit));
    }

    [Fact]
    public async Task A_graceful_stop_with_a_message_of_its_own_waits_for_the_actors_own_end()
    {
        var actor = Acting((context, message) =>
        {
            if (message is "end") context.Stop(context.Self);
        });
        Assert.True(await actor.GracefulStop(Limit, "end"));
    }

    [Fact]
    public async Task A_graceful_stop_that_takes_too_long_is_false()
    {
        using var gate = new ManualResetEventSlim();
        var actor = Acting((_, _) => gate.Wait(Limit));
        actor.Tell("block");
        Assert.False(await actor.GracefulStop(TimeSpan.FromMilliseconds(50)));
        gate.Set();
    }

    [Fact]
    public void A_result_is_piped_to_an_actor()
    {
        Task.FromResult(5).PipeTo(TestActor);
        ExpectMsg(5);
        Task.FromResult(5).PipeTo(TestActor, success: n => n + 1);
        ExpectMsg(6);
        new ValueTask<int>(7).PipeTo(TestActor);
        ExpectMsg(7);
    }

    [Fact]
    public void A_failure_is_piped_to_an_actor()
    {
        Task.FromException<int>(new InvalidOperationException("no")).PipeTo(TestActor);
        Assert.Equal("no", ExpectMsg<Status.Failure>().Cause.Message);
        Task.FromException<int>(new InvalidOperationException("no")).PipeTo(TestActor, failure: e => e.Message);
        ExpectMsg("no");
    }

    [Fact]
    public void A_task_without_result_is_piped_to_an_actor()
    {
        Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        ExpectMsg("done");
        Task.FromException(new InvalidOperationException("no")).PipeTo(TestActor);
        ExpectMsg<Status.Failure>();
        Task.CompletedTask.PipeTo(TestActor);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_piped_message_has_the_sender_given()
    {
        var other = Silent();
        Task.FromResult("x").PipeTo(TestActor, other);
        ExpectMsg("x");
        Assert.Equal(other, LastSender);
    }

    private sealed record Question(IActorRef ReplyTo);
}
