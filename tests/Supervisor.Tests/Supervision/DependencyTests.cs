using Akka.Actor;
using HttpActors.Supervisor.Hosting;
using static HttpActors.Supervisor.Hosting.ServiceState;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>Services that need others.</summary>
public class DependencyTests : ServiceTest
{
    private const string NeedsDb = "\"dependsOn\": [\"db\"]";

    [Fact]
    public void It_waits_for_what_it_needs()
    {
        Start(NeedsDb);
        FishForMessage(message => message is DependenciesWanted, Limit);
        Settle();
        Assert.Equal(Waiting, Report.State);

        Service.Tell(new DependencyChanged("db", true));

        Becomes(Starting, Running);
    }

    [Fact]
    public void It_stops_without_what_it_needs_and_comes_back_with_it()
    {
        Start(NeedsDb);
        Service.Tell(new DependencyChanged("db", true));
        Becomes(Starting, Running);

        Service.Tell(new DependencyChanged("db", false));
        Becomes(Draining, Stopping, Waiting);
        Assert.Null(Report.LastError);
        Service.Tell(new DependencyChanged("db", true));

        Becomes(Starting, Running);
        Assert.Equal(0, Report.Restarts);
    }

    [Fact]
    public void What_it_needs_may_come_back_while_it_stops()
    {
        Start(NeedsDb);
        Service.Tell(new DependencyChanged("db", true));
        Becomes(Starting, Running);
        Slot.TryEnter();

        Service.Tell(new DependencyChanged("db", false));
        Becomes(Draining);
        Service.Tell(new DependencyChanged("db", true));
        Slot.Leave();

        Becomes(Stopping, Starting, Running);
    }

    [Fact]
    public void It_does_not_start_from_its_back_off_without_what_it_needs()
    {
        Program.StartsWith(ScriptedProgram.Fails);
        Start(NeedsDb);
        Service.Tell(new DependencyChanged("db", true));
        Becomes(Starting, BackingOff);

        Service.Tell(new DependencyChanged("db", false));
        Settle();
        Pass(TimeSpan.FromSeconds(1));
        Becomes(Waiting);
        Service.Tell(new DependencyChanged("db", true));

        Becomes(Starting, Running);
    }

    [Fact]
    public void Others_do_not_matter_to_it()
    {
        Start();
        Becomes(Starting, Running);

        Service.Tell(new DependencyChanged("db", false));
        Settle();

        Assert.Equal(Running, Report.State);
    }

    [Fact]
    public void It_can_be_taken_out_of_service_while_it_waits()
    {
        Start(NeedsDb);

        Service.Tell(new RetireService());

        Becomes(Stopped);
        Ends();
    }
}
