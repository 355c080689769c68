using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using HttpActors.Actors.Server;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>What fails is stopped or started again, and what stands beside it does not notice.</summary>
public abstract class SupervisionScenarios(bool onLoops) : ServerScenario(onLoops)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_connection_with_a_defect_is_stopped_and_the_others_live(int failingAdvance)
    {
        var server = await StartAsync();
        var (other, _) = await server.ConnectAsync();
        var (serverEnd, clientEnd) = MemoryTransport.CreatePair();
        var faulty = new FaultyTransport(serverEnd, failingAdvance);
        await SendAsync(clientEnd, HostedServer.Get);

        // The first failure comes while the actor starts, before anything that it might do when it stops.
        await EventFilter.Exception<Exception>(contains: "").ExpectAsync(1, async () =>
        {
            server.Actor.Tell(new StartConnection(new ServerConnection(server.Context, faulty)));
            for (var answer = 1; answer < failingAdvance; answer++)
            {
                await clientEnd.Input.ReadAtLeastAsync(20).InTime();
                await SendAsync(clientEnd, HostedServer.Get);
            }

            await faulty.Released.Task.InTime();
        });
        await Bounded.Until(() => server.Context.ConnectionCount == 1);
        Assert.Equal("ok", (await other.ExchangeAsync(HostedServer.Get)).Body);

        other.Dispose();
        Watch(server.Actor);
        server.Actor.Tell(new Drain());
        ExpectTerminated(server.Actor, Bounded.Patience);
        Assert.Equal(1, server.Context.Ends[CloseReason.ActorFailed]);
    }

    [Fact]
    public async Task A_killed_listener_keeps_its_port()
    {
        var server = await StartAsync();
        var listener = Assert.IsAssignableFrom<IActorRef>(await server.Actor.Path.IdentifyAsync(Sys, "listener"));
        listener.Tell(Kill.Instance);
        for (var i = 0; i < 3; i++)
        {
            var (client, _) = await server.ConnectAsync();
            using (client)
            {
                Assert.Equal("ok", (await client.ExchangeAsync(HostedServer.Get)).Body);
            }
        }
    }

    [Fact]
    public async Task A_listener_whose_accept_fails_starts_again_on_the_same_socket()
    {
        using var socket = BindToNamedPort();
        socket.Listen(8);
        var address = socket.LocalEndPoint;
        var failed = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = new ServerContext(ServerSettings.Default, Time, Loops);
        var parent = Sys.ActorOf(Props.Create(() => new Parent(context, socket, TestActor, failed)));

        // Both have started when they answer: from then on a failure is one of the running loop.
        await parent.Ask<ActorIdentity>(new Identify(null), Bounded.Patience);
        Assert.NotNull(await parent.Path.IdentifyAsync(Sys, "listener"));

        // What a shutdown does to a listening socket, listening again undoes: an accept that fails once.
        await Bounded.Until(() => TryConnect(address!));
        ExpectMsg<StartConnection>(Bounded.Patience);
        socket.Shutdown(SocketShutdown.Both);
        Assert.IsType<AcceptFailedException>(await failed.Task.InTime());

        using var client = await RawClient.ConnectAsync(address);
        ExpectMsg<StartConnection>(Bounded.Patience).Connection.Release(CloseReason.ServerStopped);
    }

    [Fact]
    public async Task A_listener_that_is_lost_is_reported_and_the_connections_live()
    {
        var server = await StartAsync();
        var (client, _) = await server.ConnectAsync();
        var faults = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Context.Faulted += faults.SetResult;
        Sys.Stop(Assert.IsAssignableFrom<IActorRef>(await server.Actor.Path.IdentifyAsync(Sys, "listener")));
        Assert.Equal("ERR_SERVER_ACCEPT_FAILED", Assert.IsType<HttpException>(await faults.Task.InTime()).Code);
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(server.EndPoint));
        using (client)
        {
            Assert.Equal("ok", (await client.ExchangeAsync(HostedServer.Get)).Body);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_reported_and_another_one_can_be_bound()
    {
        var first = await StartAsync();
        var second = Create();
        var inUse = await Assert.ThrowsAsync<SocketException>(() => second.BindAsync(first.EndPoint!).InTime());
        Assert.Equal(SocketError.AddressAlreadyInUse, inUse.SocketErrorCode);
        second.EndPoint = await second.BindAsync(new IPEndPoint(IPAddress.Loopback, 0)).InTime();
        var (client, _) = await second.ConnectAsync();
        using (client)
        {
            Assert.Equal("ok", (await client.ExchangeAsync(HostedServer.Get)).Body);
        }
    }

    [Fact]
    public async Task A_server_listens_on_several_ports()
    {
        var server = await StartAsync();
        var other = await server.BindAsync(new IPEndPoint(IPAddress.Loopback, 0)).InTime();
        Assert.NotNull(await server.Actor.Path.IdentifyAsync(Sys, "listener-1"));
        foreach (var address in new[] { server.EndPoint, other })
        {
            using var client = await RawClient.ConnectAsync(address);
            Assert.Equal("ok", (await client.ExchangeAsync(HostedServer.Get)).Body);
        }
    }

    [Fact]
    public async Task At_the_connection_limit_newcomers_wait_until_one_leaves()
    {
        var server = await StartAsync(ServerSettings.Default with { MaxConnections = 2 });
        var (first, _) = await server.ConnectAsync();
        var (second, _) = await server.ConnectAsync();
        using var third = await RawClient.ConnectAsync(server.EndPoint);
        await third.SendAsync(HostedServer.Get);
        for (var i = 0; i < 20; i++)
        {
            // Time enough for an accept loop that did not park.
            await second.ExchangeAsync(HostedServer.Get);
        }

        Assert.Equal(2, server.Context.ConnectionCount);
        Assert.False(server.Opened.Reader.TryRead(out _));
        first.Dispose();
        Assert.Equal("ok", (await third.ReadResponseAsync()).Body);
        second.Dispose();
    }

    [Fact]
    public async Task An_adopted_connection_is_served_like_an_accepted_one()
    {
        var server = Create();
        var (serverEnd, clientEnd) = MemoryTransport.CreatePair();
        server.Actor.Tell(new StartConnection(new ServerConnection(server.Context, serverEnd)));
        await SendAsync(clientEnd, HostedServer.Get);
        var result = await clientEnd.Input.ReadAtLeastAsync(20).InTime();
        Assert.StartsWith("HTTP/1.1 200 OK", Encoding.ASCII.GetString(result.Buffer));
        clientEnd.Close();
        await Bounded.Until(() => server.Context.ConnectionCount == 0);
    }

    private static async Task SendAsync(MemoryTransport to, string text)
    {
        await to.Output.WriteAsync(Encoding.ASCII.GetBytes(text)).InTime();
    }

    /// <summary>A port that was asked for by its number survives the shutdown of its socket; one the kernel chose does not.</summary>
    private static Socket BindToNamedPort()
    {
        using var finder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        finder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var free = finder.LocalEndPoint!;
        finder.Dispose();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(free);
        return socket;
    }

    private static bool TryConnect(EndPoint address)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Connect(address);
        return true;
    }

    /// <summary>A server actor's strategy for its listener, with a chance to mend the socket in between.</summary>
    private sealed class Parent : UntypedActor
    {
        private readonly Socket _socket;
        private readonly TaskCompletionSource<Exception> _failed;

        public Parent(ServerContext context, Socket socket, IActorRef connections, TaskCompletionSource<Exception> failed)
        {
            (_socket, _failed) = (socket, failed);
            var everyShare = Enumerable.Repeat(connections, Environment.ProcessorCount).ToArray();
            Context.ActorOf(ListenerActor.Props(context, socket, everyShare), "listener");
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            _socket.Listen(8);
            _failed.TrySetResult(error);
            return Directive.Restart;
        });

        protected override void OnReceive(object message) => Unhandled(message);
    }
}

public sealed class SupervisionScenariosOnTheThreadPool() : SupervisionScenarios(onLoops: false);

public sealed class SupervisionScenariosOnLoops() : SupervisionScenarios(onLoops: true);
