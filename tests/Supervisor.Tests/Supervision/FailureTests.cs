using Akka.Actor;
using HttpActors.Supervisor.Hosting;
using static HttpActors.Supervisor.Hosting.ServiceState;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>When a service has failed.</summary>
public class FailureTests : ServiceTest
{
    [Fact]
    public void A_start_that_succeeds_opens_the_slot()
    {
        Start();

        Becomes(Starting, Running);
        Assert.NotNull(Slot.TryEnter());
    }

    [Fact]
    public void A_start_that_throws_is_a_failure()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start();

        Becomes(Starting, BackingOff);
        Assert.Null(Slot.TryEnter());
        Assert.Contains("its start failed: InvalidOperationException: no database", Report.LastError);
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromSeconds(0.5), Report.RetryAt);
        Assert.Equal(1, Program.Disposals);
    }

    [Fact]
    public void A_program_that_cannot_be_made_is_a_failure()
    {
        Program.Unmakeable = new UsageException("there is no assembly 'x.dll'");
        Start();

        Becomes(Starting, BackingOff);
        Assert.Equal("its start failed: there is no assembly 'x.dll'", Report.LastError);
    }

    [Fact]
    public void A_start_that_takes_too_long_is_a_failure()
    {
        Program.StartsWith(ScriptedProgram.Hangs);
        Start("\"startTimeout\": \"3s\"");
        Becomes(Starting);

        Pass(TimeSpan.FromSeconds(2.9));
        Settle();
        Assert.Equal(Starting, Report.State);
        Pass(TimeSpan.FromSeconds(0.1));

        Becomes(Stopping, BackingOff);
        Assert.Equal("it did not start within 3s", Report.LastError);
    }

    [Fact]
    public void Requests_that_fail_within_the_window_bring_it_down()
    {
        Start("\"failures\": { \"count\": 3, \"window\": \"10s\" }");
        Becomes(Starting, Running);

        FailRequests(2);
        Settle();
        Assert.Equal(Running, Report.State);
        FailRequests(1);

        Becomes(Stopping, BackingOff);
        Assert.Equal("3 requests failed within 10s; last: InvalidOperationException: request 0", Report.LastError);
        Assert.Equal(1, Program.Stops);
    }

    [Fact]
    public void Requests_that_fail_now_and_then_do_not()
    {
        Start("\"failures\": { \"count\": 3, \"window\": \"10s\" }");
        Becomes(Starting, Running);

        for (var i = 0; i < 20; i++)
        {
            FailRequests(1);
            Settle();
            Pass(TimeSpan.FromSeconds(6));
        }

        Settle();
        Assert.Equal(Running, Report.State);
    }

    [Fact]
    public void A_new_run_does_not_answer_for_the_requests_of_the_one_before()
    {
        Start("\"failures\": { \"count\": 2, \"window\": \"1h\" }");
        Becomes(Starting, Running);
        var old = Slot.TryEnter()!;
        Slot.Leave();
        FailRequests(2);
        Becomes(Stopping, BackingOff);
        Pass(TimeSpan.FromSeconds(1));
        Becomes(Starting, Running);

        FailRequests(1);
        Slot.ReportFailure(old.Run, new InvalidOperationException("late"));
        Settle();

        Assert.Equal(Running, Report.State);
    }

    [Fact]
    public void A_client_that_sends_more_than_the_service_reads_does_not_bring_it_down()
    {
        Start("\"failures\": { \"count\": 2, \"window\": \"1h\" }");
        Becomes(Starting, Running);
        var run = Slot.TryEnter()!.Run;
        for (var i = 0; i < 10; i++)
        {
            Slot.ReportFailure(run, new HttpException("ERR_HTTP_BODY_TOO_LARGE", "a request of 1 MB") { ResponseStatusCode = 413 });
        }

        Settle();
        Assert.Equal(Running, Report.State);

        // What another server sends to it is the service's own affair.
        Slot.ReportFailure(run, new HttpException("ERR_HTTP_BODY_TOO_LARGE", "a response of 1 MB") { Origin = "other:80" });
        Slot.ReportFailure(run, new HttpException("ERR_HTTP_BODY_TOO_LARGE", "a response of 1 MB") { Origin = "other:80" });
        Becomes(Stopping, BackingOff);
    }

    [Fact]
    public void No_number_of_failed_requests_matters_where_the_count_is_zero()
    {
        Start("\"failures\": { \"count\": 0 }");
        Becomes(Starting, Running);

        FailRequests(100);
        Settle();

        Assert.Equal(Running, Report.State);
    }
}

/// <summary>The same for a service that is an actor.</summary>
public class ActorFailureTests : ServiceTest
{
    public ActorFailureTests() => Program = new ScriptedProgram { Actor = Props.CreateBy(new RunActor.Producer(() => new Victim(TestActor))) };

    [Fact]
    public void An_actor_that_dies_of_an_exception_is_a_failure()
    {
        Start();
        var victim = Started();

        victim.Tell("throw");

        Becomes(BackingOff);
        Assert.Equal("it failed: InvalidOperationException: broken", Report.LastError);
    }

    [Fact]
    public void An_actor_that_is_killed_is_a_failure()
    {
        Start();
        var victim = Started();

        victim.Tell(Kill.Instance);

        Becomes(BackingOff);
    }

    [Fact]
    public void An_actor_that_stops_itself_has_ended()
    {
        Start();
        var victim = Started();

        victim.Tell(PoisonPill.Instance);

        Becomes(Stopped);
        Assert.Null(Report.RetryAt);
    }

    [Fact]
    public void An_actor_that_stops_itself_is_started_again_where_the_policy_is_always()
    {
        Start("\"restart\": { \"policy\": \"always\" }");
        var victim = Started();

        victim.Tell(PoisonPill.Instance);
        Becomes(BackingOff);
        Pass(TimeSpan.FromSeconds(0.5));

        Assert.NotEqual(victim, Started());
    }

    /// <summary>The actor, once its service runs. It tells of itself directly and its service through a parent: in any order.</summary>
    private IActorRef Started()
    {
        IActorRef? actor = null;
        var isRunning = false;
        FishForMessage(
            message =>
            {
                actor = message as IActorRef ?? actor;
                isRunning |= message is StateChanged { State: Running };
                return actor is not null && isRunning;
            },
            Limit);
        return actor!;
    }

    private sealed class Victim : UntypedActor
    {
        private readonly IActorRef _test;

        public Victim(IActorRef test) => _test = test;

        protected override void PreStart() => _test.Tell(Self);

        protected override void OnReceive(object message)
        {
            if (message is "throw")
                throw new InvalidOperationException("broken");
        }
    }
}
