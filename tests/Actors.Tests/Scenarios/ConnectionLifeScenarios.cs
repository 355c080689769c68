using Akka.Actor;
using HttpActors.Actors.Server;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>A connection's actor: where it lives, who sees it die, and that its socket dies with it.</summary>
public abstract class ConnectionLifeScenarios(bool onLoops) : ServerScenario(onLoops)
{
    [Fact]
    public async Task The_tree_has_the_documented_names()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        using (client)
        {
            Assert.Equal("user", server.Actor.Path.Parent.Name);
            Assert.Matches("^http-[0-9]+$", server.Actor.Path.Name);
            Assert.NotNull(await server.Actor.Path.IdentifyAsync(Sys, "listener"));
            for (var i = 0; i < Environment.ProcessorCount; i++)
            {
                Assert.NotNull(await server.Actor.Path.IdentifyAsync(Sys, $"connections-{i}"));
            }

            var actor = await ActorOfAsync(server, connection.Id);
            Assert.Equal($"connection-{connection.Id}", actor.Path.Name);
        }
    }

    [Fact]
    public async Task Connections_are_numbered_from_1()
    {
        var server = await StartAsync();
        for (var number = 1; number <= 3; number++)
        {
            var (client, connection) = await server.ConnectAsync();
            using (client)
            {
                Assert.Equal(number, connection.Id);
            }
        }
    }

    [Fact]
    public async Task A_peer_that_leaves_ends_the_actor()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        var actor = Watch(await ActorOfAsync(server, connection.Id));
        await client.ExchangeAsync(HostedServer.Get);
        client.Dispose();
        ExpectTerminated(actor, Bounded.Patience);
        Assert.Equal(CloseReason.PeerClosed, connection.Reason);
        Assert.Equal(0, server.Context.ConnectionCount);
        Assert.Equal(1, server.Context.Ends[CloseReason.PeerClosed]);
    }

    [Fact]
    public async Task A_peer_that_resets_ends_the_actor()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        var actor = Watch(await ActorOfAsync(server, connection.Id));
        await client.ExchangeAsync(HostedServer.Get);
        client.Reset();
        ExpectTerminated(actor, Bounded.Patience);
        Assert.Equal(CloseReason.TransportFailed, connection.Reason);
    }

    [Fact]
    public async Task An_actor_that_is_killed_takes_its_socket_along_and_no_one_elses()
    {
        var server = await StartAsync();
        var (victim, connection) = await server.ConnectAsync();
        var (other, _) = await server.ConnectAsync();
        using (other)
        using (victim)
        {
            var actor = Watch(await ActorOfAsync(server, connection.Id));
            EventFilter.Exception<ActorKilledException>().ExpectOne(() => actor.Tell(Kill.Instance));
            ExpectTerminated(actor, Bounded.Patience);
            await victim.EndsWithResetAsync();
            Assert.Equal("ok", (await other.ExchangeAsync(HostedServer.Get)).Body);
            Assert.Equal(1, server.Context.ConnectionCount);
        }
    }

    [Fact]
    public async Task An_actor_that_is_stopped_in_mid_exchange_fails_the_exchange_and_closes_the_socket()
    {
        var taken = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await StartAsync(handler: exchange => taken.SetResult(Answer.Take(exchange)));
        var (client, connection) = await server.ConnectAsync();
        using (client)
        {
            await client.SendAsync(HostedServer.Get);
            var answer = await taken.Task.InTime();
            var actor = Watch(await ActorOfAsync(server, connection.Id));
            actor.Tell(PoisonPill.Instance);
            ExpectTerminated(actor, Bounded.Patience);
            Assert.True(await client.EndsWithResetAsync());
            Assert.IsType<HttpException>(await answer.Closed.Task.InTime());
        }
    }

    [Fact]
    public async Task A_listener_for_connections_that_fails_costs_that_connection()
    {
        var server = await StartAsync();
        var isFirst = true;
        server.Context.Connections.Add(_ =>
        {
            if (isFirst)
            {
                isFirst = false;
                throw new InvalidOperationException("no newcomers");
            }
        });
        await EventFilter.Exception<InvalidOperationException>("no newcomers").ExpectOneAsync(async () =>
        {
            using var unlucky = new System.Net.Sockets.TcpClient();
            try
            {
                await unlucky.ConnectAsync((System.Net.IPEndPoint)server.EndPoint!).InTime();
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The reset may come before the connect has returned.
            }

            await Bounded.Until(() => server.Context.Ends.ContainsKey(CloseReason.HandlerFailed));
        });
        await Bounded.Until(() => server.Context.ConnectionCount == 0);
        var (second, _) = await server.ConnectAsync();
        Assert.Equal("ok", (await second.ExchangeAsync(HostedServer.Get)).Body);
    }

    [Fact]
    public async Task A_follower_of_the_connections_end_that_throws_does_not_keep_the_server_from_closing()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        connection.WhenEnded(_ => throw new InvalidOperationException("careless"));
        Watch(server.Actor);
        server.Actor.Tell(new Drain());
        await Bounded.Until(() => connection.DeadlineAt < 5_000);
        await EventFilter.Exception<InvalidOperationException>("careless").ExpectOneAsync(async () =>
        {
            client.Dispose();
            await Bounded.Until(() => server.Context.ConnectionCount == 0);
        });
        ExpectTerminated(server.Actor, Bounded.Patience);
    }

    [Fact]
    public async Task Foreign_messages_do_no_harm()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        using (client)
        {
            (await ActorOfAsync(server, connection.Id)).Tell("hello");
            server.Actor.Tell("hello");
            Assert.Equal("ok", (await client.ExchangeAsync(HostedServer.Get)).Body);
        }
    }
}

public sealed class ConnectionLifeScenariosOnTheThreadPool() : ConnectionLifeScenarios(onLoops: false);

public sealed class ConnectionLifeScenariosOnLoops() : ConnectionLifeScenarios(onLoops: true);
