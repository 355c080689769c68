using System.Text;
using Akka.Actor;
using Akka.TestKit;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>One service under a parent that tells the test everything, on a clock that the test moves.</summary>
public abstract class ServiceTest : Akka.TestKit.Xunit2.TestKit
{
    private protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly LockedWriter _said = new();
    private TestProbe _watcher = null!;

    private protected ServiceTest()
        : base("akka { stdout-loglevel = OFF, loggers = [] }")
    {
    }

    private protected ManualTimeProvider Time { get; } = new();

    private protected ScriptedProgram Program { get; init; } = new();

    private protected ServiceSlot Slot { get; private set; } = null!;

    private protected IActorRef Service { get; private set; } = null!;

    private protected List<string> GivenUp { get; } = [];

    private protected ServiceReport Report => Slot.Report;

    private protected string Said => _said.ToString();

    /// <param name="settings">JSON members behind the type.</param>
    private protected void Start(string settings = "")
    {
        var config = ConfigOf(settings);
        Slot = new ServiceSlot(config.Name, Time);
        var around = new ServiceSurroundings(Program.Create, new SupervisorLog(_said, Time))
        {
            Clock = Time,
            Random = () => 0.5,
            GaveUp = service => GivenUp.Add(service.Name),
        };
        var parent = Sys.ActorOf(Props.CreateBy(new RunActor.Producer(() => new Parent(ServiceActor.Props(config, Slot, around), TestActor))));
        Service = parent.Ask<IActorRef>("child", Limit).GetAwaiter().GetResult();
        _watcher = CreateTestProbe();
        _watcher.Watch(Service);
    }

    private protected static ServiceConfig ConfigOf(string settings)
    {
        var text = $$"""
            { "listeners": [ { "address": "127.0.0.1:0" } ],
              "services": { "db": { "type": "echo" }, "a": { "type": "echo"{{(settings.Length > 0 ? ", " : "")}}{{settings}} } } }
            """;
        return ConfigFile.Parse(Encoding.UTF8.GetBytes(text), "test.json", "/test.json", _ => null).Services["a"];
    }

    /// <summary>The next states, none left out.</summary>
    private protected void Becomes(params ServiceState[] states)
    {
        foreach (var state in states)
            Assert.Equal(state, ((StateChanged)FishForMessage(message => message is StateChanged, Limit)).State);
    }

    /// <summary>Its actor is gone. Heard by a probe of its own: what comes through the parent may come later.</summary>
    private protected void Ends() => _watcher.ExpectTerminated(Service, Limit);

    private protected void FailRequests(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var open = Slot.TryEnter()!;
            Slot.ReportFailure(open.Run, new InvalidOperationException($"request {i}"));
            Slot.Leave();
        }
    }

    /// <summary>Everything that was told before has been handled.</summary>
    private protected void Settle()
    {
        Service.Tell(new Identify("settled"));
        FishForMessage(message => message is ActorIdentity, Limit);
    }

    /// <summary>Time passes once what was told before has been handled: a state is told before its timer runs.</summary>
    private protected void Pass(TimeSpan time)
    {
        var probe = CreateTestProbe();
        Service.Tell(new Identify("settled"), probe.Ref);
        probe.ExpectMsg<ActorIdentity>(Limit);
        Time.Advance(time);
    }

    private sealed class Parent : UntypedActor
    {
        private readonly IActorRef _test;
        private readonly IActorRef _child;

        public Parent(Props child, IActorRef test)
        {
            _test = test;
            _child = Context.ActorOf(child, "a");
        }

        protected override void OnReceive(object message)
        {
            if (message is "child")
                Sender.Tell(_child);
            else
                _test.Forward(message);
        }
    }
}
