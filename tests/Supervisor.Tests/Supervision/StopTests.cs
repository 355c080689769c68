using Akka.Actor;
using HttpActors.Supervisor.Hosting;
using static HttpActors.Supervisor.Hosting.ServiceState;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>Draining, restarting by hand, and taking out of service.</summary>
public class StopTests : ServiceTest
{
    [Fact]
    public void A_drain_waits_for_what_is_under_way_and_lets_nothing_in()
    {
        Start();
        Becomes(Starting, Running);
        Slot.TryEnter();

        Service.Tell(new DrainService(), TestActor);
        Becomes(Draining);
        Assert.Null(Slot.TryEnter());
        Assert.Equal(0, Program.Stops);
        Slot.Leave();

        Becomes(Stopping, Stopped);
        Assert.Equal((1, 1), (Program.Stops, Program.Disposals));
    }

    [Fact]
    public void A_drain_of_an_idle_service_is_over_at_once()
    {
        Start();
        Becomes(Starting, Running);

        Service.Tell(new DrainService(), TestActor);

        Becomes(Draining, Stopping, Stopped);
    }

    [Fact]
    public void Requests_that_do_not_finish_lose_their_service()
    {
        Start("\"stopTimeout\": \"4s\"");
        Becomes(Starting, Running);
        Slot.TryEnter();
        Service.Tell(new DrainService(), TestActor);
        Becomes(Draining);

        Pass(TimeSpan.FromSeconds(4));

        Becomes(Stopping, Stopped);
        Assert.Contains("1 request did not finish within 4s", Said);
    }

    [Fact]
    public void A_service_that_does_not_stop_is_left_behind()
    {
        var hangs = new TaskCompletionSource();
        Program.Stopping = () => hangs.Task;
        Start("\"stopTimeout\": \"4s\"");
        Becomes(Starting, Running);
        Service.Tell(new RestartService(), TestActor);
        Becomes(Draining, Stopping);

        Pass(TimeSpan.FromSeconds(4));

        Becomes(Starting, Running);
        Assert.Contains("it did not stop within 4s and is left behind", Said);
    }

    [Fact]
    public void A_stop_that_throws_is_no_failure()
    {
        Program.Stopping = () => Task.FromException(new InvalidOperationException("cannot"));
        Start();
        Becomes(Starting, Running);

        Service.Tell(new DrainService(), TestActor);

        Becomes(Draining, Stopping, Stopped);
        Assert.Null(Report.LastError);
    }

    [Fact]
    public void A_restart_drains_first()
    {
        Start();
        Becomes(Starting, Running);
        var before = Slot.TryEnter()!;

        Service.Tell(new RestartService(), TestActor);
        Becomes(Draining);
        Slot.Leave();

        Becomes(Stopping, Starting, Running);
        Assert.NotEqual(before.Run, Slot.TryEnter()!.Run);
        Assert.Equal(0, Report.Restarts);
    }

    [Fact]
    public void What_was_drained_starts_again_when_a_person_says_so()
    {
        Start();
        Becomes(Starting, Running);
        Service.Tell(new DrainService(), TestActor);
        Becomes(Draining, Stopping, Stopped);

        Service.Tell(new RestartService(), TestActor);

        Becomes(Starting, Running);
    }

    [Fact]
    public void Taken_out_of_service_it_ends_with_its_actor()
    {
        Start();
        Becomes(Starting, Running);
        Slot.TryEnter();

        Service.Tell(new RetireService());
        Becomes(Draining);
        Slot.Leave();

        Becomes(Stopping, Stopped);
        Ends();
        Assert.Equal(1, Program.Disposals);
    }

    [Fact]
    public void Taken_out_of_service_while_it_backs_off_it_ends_at_once()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start();
        Becomes(Starting, BackingOff);

        Service.Tell(new RetireService());

        Becomes(Stopped);
        Ends();
        Assert.Equal(0, Time.TimerCount);
    }

    [Fact]
    public void A_drain_during_the_back_off_ends_it()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start();
        Becomes(Starting, BackingOff);

        Service.Tell(new DrainService(), TestActor);
        Becomes(Stopped);
        Pass(TimeSpan.FromHours(1));
        Settle();

        Assert.Equal(Stopped, Report.State);
    }

    [Fact]
    public void A_start_under_way_is_ended_by_a_drain()
    {
        Program.StartsWith(ScriptedProgram.Hangs);
        Start();
        Becomes(Starting);

        Service.Tell(new DrainService(), TestActor);

        Becomes(Draining, Stopping, Stopped);
    }
}
