using System.Collections.Concurrent;
using Akka.Actor;
using HttpActors.Actors.Server;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>Counts what a process has: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LeakScenarios), DisableParallelization = true)]
public sealed class RunsAlone;

public abstract class LeakScenarios(bool onLoops) : ServerScenario(onLoops)
{
    private const int Connections = 1_000;

    [Fact]
    public async Task Connections_opened_and_dropped_without_a_word_leave_no_actor_no_socket_and_no_buffer()
    {
        var server = await StartAsync();
        await OpenAndDropAsync(server, 20);
        var descriptors = Descriptors.Open();
        using var buffers = new RentedBuffers();

        await OpenAndDropAsync(server, Connections);

        Assert.Equal(Connections + 20, server.Context.Ends[CloseReason.PeerClosed]);
        foreach (var id in new long[] { 1, 21, 500, Connections, Connections + 20 })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => ActorOfAsync(server, id));
        }

        // What the runtime opens for itself meanwhile is few; one for each connection would be many.
        await Bounded.Until(() => Descriptors.Open() <= descriptors + 8);
        await Bounded.Until(() => buffers.Outstanding == 0);
        await StoppedChildrenAsync(server);
    }

    [Fact]
    public async Task Connections_that_end_with_octets_held_give_their_buffers_back()
    {
        const int Count = 100;
        var held = new ConcurrentBag<ServerExchange>();
        var server = await StartAsync(handler: exchange =>
        {
            Answer.Take(exchange);
            held.Add(exchange);
        });
        using var buffers = new RentedBuffers();
        var clients = new List<RawClient>(Count);
        for (var i = 0; i < Count; i++)
        {
            var client = await RawClient.ConnectAsync(server.EndPoint);
            clients.Add(client);

            // A body that nobody takes, and a second request behind a first one that is not answered.
            await client.SendAsync(i % 2 == 0
                ? "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" + new string('x', 50_000)
                : HostedServer.Get + HostedServer.Get);
        }

        await Bounded.Until(() => held.Count == Count);
        Assert.InRange(buffers.Outstanding, Count / 2, int.MaxValue);
        server.Actor.Tell(new AbortConnections(), ActorRefs.NoSender);
        await Bounded.Until(() => server.Context.ConnectionCount == 0);
        await Bounded.Until(() => buffers.Outstanding == 0);
        clients.ForEach(client => client.Dispose());
        await StoppedChildrenAsync(server);
    }

    private static async Task OpenAndDropAsync(HostedServer server, int count)
    {
        var clients = new List<RawClient>(count);
        for (var i = 0; i < count; i++)
        {
            clients.Add(await RawClient.ConnectAsync(server.EndPoint));
        }

        await Bounded.Until(() => server.Context.ConnectionCount == count);
        clients.ForEach(client => client.Dispose());
        await Bounded.Until(() => server.Context.ConnectionCount == 0);
    }

    /// <summary>A supervisor stops only after its last child: when they are gone at once, no child was left.</summary>
    private async Task StoppedChildrenAsync(HostedServer server)
    {
        Watch(server.Actor);
        server.Actor.Tell(new Drain(), TestActor);
        ExpectTerminated(server.Actor, Bounded.Patience);
        await server.Context.Stopped.InTime();
    }
}

[Collection(nameof(LeakScenarios))]
public sealed class LeakScenariosOnTheThreadPool() : LeakScenarios(onLoops: false);

[Collection(nameof(LeakScenarios))]
public sealed class LeakScenariosOnLoops() : LeakScenarios(onLoops: true);
