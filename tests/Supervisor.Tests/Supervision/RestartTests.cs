using Akka.Actor;
using HttpActors.Supervisor.Hosting;
using static HttpActors.Supervisor.Hosting.ServiceState;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>What follows a failure.</summary>
public class RestartTests : ServiceTest
{
    [Fact]
    public void It_is_started_again_when_its_time_comes_and_not_before()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start();
        Becomes(Starting, BackingOff);

        Pass(TimeSpan.FromSeconds(0.49));
        Settle();
        Assert.Equal(BackingOff, Report.State);
        Pass(TimeSpan.FromSeconds(0.01));

        Becomes(Starting, Running);
        Assert.Equal(1, Report.Restarts);
        Assert.Null(Report.RetryAt);
    }

    [Fact]
    public void Each_wait_is_twice_as_long()
    {
        Program.StartsWith(ScriptedProgram.Fails, ScriptedProgram.Fails, ScriptedProgram.Fails);
        Start();

        foreach (var seconds in (double[])[0.5, 1, 2])
        {
            Becomes(Starting, BackingOff);
            Assert.Equal(seconds, (Report.RetryAt!.Value - Time.GetUtcNow()).TotalSeconds);
            Pass(TimeSpan.FromSeconds(seconds));
        }

        Becomes(Starting, Running);
    }

    [Fact]
    public void Too_many_restarts_within_the_window_are_a_failure_for_good()
    {
        Program.StartsWith(ScriptedProgram.Fails, ScriptedProgram.Fails, ScriptedProgram.Fails);
        Start("\"restart\": { \"maxRestarts\": 2, \"window\": \"1m\" }");

        Becomes(Starting, BackingOff);
        Pass(TimeSpan.FromSeconds(0.5));
        Becomes(Starting, BackingOff);
        Pass(TimeSpan.FromSeconds(1));
        Becomes(Starting, Failed);

        Assert.Equal(["a"], GivenUp);
        Assert.Contains("more than 2 restarts within 1m", Said);
        Pass(TimeSpan.FromHours(1));
        Settle();
        Assert.Equal(Failed, Report.State);
    }

    [Fact]
    public void Restarts_that_are_far_apart_go_on_for_ever()
    {
        Start("\"restart\": { \"maxRestarts\": 1, \"window\": \"1m\" }, \"failures\": { \"count\": 1 }");
        Becomes(Starting, Running);

        for (var i = 1; i <= 10; i++)
        {
            FailRequests(1);
            Becomes(Stopping, BackingOff);
            Pass(TimeSpan.FromSeconds(0.5));
            Becomes(Starting, Running);
            Assert.Equal(i, Report.Restarts);
            Pass(TimeSpan.FromSeconds(61));
        }

        Assert.Empty(GivenUp);
    }

    [Fact]
    public void The_policy_never_keeps_it_down()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start("\"restart\": { \"policy\": \"never\" }");

        Becomes(Starting, Failed);
        Assert.Equal(["a"], GivenUp);
    }

    [Fact]
    public void A_person_starts_what_has_failed_with_an_empty_record()
    {
        Program.StartsWith(ScriptedProgram.Fails, ScriptedProgram.Fails, ScriptedProgram.Fails);
        Start("\"restart\": { \"maxRestarts\": 1 }");
        Becomes(Starting, BackingOff);
        Pass(TimeSpan.FromSeconds(0.5));
        Becomes(Starting, Failed);

        Service.Tell(new RestartService(), TestActor);

        Becomes(Starting, BackingOff);
        Assert.Equal(0, Report.Restarts);
        Assert.Equal(0.5, (Report.RetryAt!.Value - Time.GetUtcNow()).TotalSeconds);
    }

    [Fact]
    public void A_person_need_not_wait_for_the_back_off()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start("\"restart\": { \"backoff\": { \"initial\": \"1h\", \"max\": \"1h\" } }");
        Becomes(Starting, BackingOff);

        Service.Tell(new RestartService(), TestActor);

        Becomes(Starting, Running);
        Pass(TimeSpan.FromHours(2));
        Settle();
        Assert.Equal(0, Report.Restarts);
    }

    [Fact]
    public void Whoever_waits_for_the_first_start_hears_of_it_once()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start();
        Service.Tell(new WatchStart(), TestActor);

        var outcome = (StartOutcome)FishForMessage(message => message is StartOutcome, Limit);
        Assert.Contains("no database", outcome.Error);

        Pass(TimeSpan.FromSeconds(0.5));
        Service.Tell(new WatchStart(), TestActor);
        Assert.Contains("no database", ((StartOutcome)FishForMessage(message => message is StartOutcome, Limit)).Error);
    }
}
