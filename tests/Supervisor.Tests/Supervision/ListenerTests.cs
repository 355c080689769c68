using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Tests.Harness;
using HttpActors.Tests.Shared;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>A listener that ends by itself is bound again, on the port that its clients know.</summary>
public sealed class ListenerTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new();
    private readonly LockedWriter _said = new();
    private readonly IActorRef _listener;

    public ListenerTests()
        : base("akka { stdout-loglevel = OFF, loggers = [] }")
    {
        var log = new SupervisorLog(_said, _time);
        _listener = Sys.ActorOf(ListenerActor.Props(new ListenAddress("127.0.0.1", 0), new(Answer, log, _time) { Logs = new LogBridge(log, "listener") }));
    }

    [Fact]
    public async Task It_takes_the_same_port_again()
    {
        var bound = await BindAsync();
        await bound.Server!.CloseAsync().InTime();
        await SaysAsync("the listener ended by itself and is bound again");

        await UntilListeningAsync(bound);
        Assert.Equal(bound.EndPoint, bound.Server.Address);
        Assert.EndsWith("here", await RawClient.GetAsync(new Uri($"http://{bound.EndPoint}"), "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_meanwhile_is_tried_until_it_is_free()
    {
        var bound = await BindAsync();
        await bound.Server!.CloseAsync().InTime();
        await SaysAsync("bound again");
        using (var thief = new TcpListener((IPEndPoint)bound.EndPoint!))
        {
            thief.Start();
            await Bounded.Until(() =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return _said.ToString().Contains("cannot listen again", StringComparison.Ordinal);
            });
            Assert.False(bound.Server.IsListening);
        }

        await UntilListeningAsync(bound);
        Assert.Equal(bound.EndPoint, bound.Server.Address);
    }

    [Fact]
    public async Task One_that_is_closed_stays_closed()
    {
        var bound = await BindAsync();
        Watch(_listener);

        await _listener.Ask<Done>(new ListenerActor.Close(default), Limit);
        ExpectTerminated(_listener, Limit);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(bound.Server!.IsListening);
        Assert.DoesNotContain("bound again", _said.ToString());
    }

    [Fact]
    public async Task One_that_is_closed_while_it_waits_to_bind_again_does_not()
    {
        var bound = await BindAsync();
        await bound.Server!.CloseAsync().InTime();
        await SaysAsync("bound again");
        Watch(_listener);

        await _listener.Ask<Done>(new ListenerActor.Close(default), Limit);
        ExpectTerminated(_listener, Limit);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(bound.Server.IsListening);
    }

    [Fact]
    public async Task A_port_that_cannot_be_had_at_first_ends_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var log = new SupervisorLog(TextWriter.Null, _time);
        var address = new ListenAddress("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port);
        var listener = Sys.ActorOf(ListenerActor.Props(address, new(Answer, log, _time) { Logs = new LogBridge(log, "listener") }));
        Watch(listener);

        var outcome = await listener.Ask<ListenerActor.BindOutcome>(new ListenerActor.Bind(), Limit);

        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.IsType<SocketException>(outcome.Error).SocketErrorCode);
        ExpectTerminated(listener, Limit);
    }

    private async Task<ListenerActor.BindOutcome> BindAsync()
    {
        var outcome = await _listener.Ask<ListenerActor.BindOutcome>(new ListenerActor.Bind(), Limit);
        Assert.Null(outcome.Error);
        return outcome;
    }

    /// <summary>Its pause may not have begun when it has said its words.</summary>
    private Task UntilListeningAsync(ListenerActor.BindOutcome bound) => Bounded.Until(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        return bound.Server!.IsListening;
    });

    private Task SaysAsync(string words) => Bounded.Until(() => _said.ToString().Contains(words, StringComparison.Ordinal));

    private static Task Answer(IncomingMessage request, ServerResponse response)
    {
        response.End("here");
        return Task.CompletedTask;
    }
}
