using Akka.Actor;
using HttpActors.Actors.Server;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>A server that drains, and the deadlines that its connections keep.</summary>
public abstract class ShutdownScenarios(bool onLoops) : ServerScenario(onLoops)
{
    [Fact]
    public async Task An_idle_connection_gets_its_grace_and_then_the_server_is_gone()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        using (client)
        {
            await client.ExchangeAsync(HostedServer.Get);
            Watch(server.Actor);
            server.Actor.Tell(new Drain());
            await Bounded.Until(() => connection.DeadlineAt < 5_000);
            Time.Advance(TimeSpan.FromSeconds(3));
            Assert.False(await client.EndsWithResetAsync());
        }

        ExpectTerminated(server.Actor, Bounded.Patience);
        Assert.Equal(CloseReason.ServerClosing, connection.Reason);
        Assert.True(server.Context.Stopped.IsCompleted);
        Assert.Equal(0, Time.TimerCount);
    }

    [Fact]
    public async Task An_idle_connection_may_send_one_more_request_and_is_told_that_it_was_the_last()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        using (client)
        {
            await client.ExchangeAsync(HostedServer.Get);
            server.Actor.Tell(new Drain());
            await Bounded.Until(() => connection.DeadlineAt < 5_000);
            var last = await client.ExchangeAsync(HostedServer.Get);
            Assert.Equal("close", last["Connection"]);
            Assert.Equal("", await client.ReadToEndAsync());
        }

        await server.Context.Stopped.InTime();
    }

    [Fact]
    public async Task An_exchange_under_way_is_finished()
    {
        var taken = new TaskCompletionSource<ServerExchange>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await StartAsync(handler: exchange =>
        {
            Answer.Take(exchange);
            taken.SetResult(exchange);
        });
        var (client, connection) = await server.ConnectAsync();
        using (client)
        {
            await client.SendAsync(HostedServer.Get);
            var exchange = await taken.Task.InTime();
            server.Actor.Tell(new Drain());
            await PassDownAsync(server, connection.Id);
            await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => ConnectWhileClosingAsync(server));
            Time.Advance(TimeSpan.FromSeconds(30));
            exchange.End("at last"u8.ToArray(), null);
            var response = await client.ReadResponseAsync();
            Assert.Equal(("at last", "close"), (response.Body, response["Connection"]));
            Assert.Equal("", await client.ReadToEndAsync());
        }

        await server.Context.Stopped.InTime();
        Assert.Equal(CloseReason.LastResponse, connection.Reason);
    }

    [Fact]
    public async Task Aborting_ends_everything_at_once()
    {
        var taken = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await StartAsync(handler: exchange => taken.SetResult(Answer.Take(exchange)));
        var (active, _) = await server.ConnectAsync();
        var (idle, _) = await server.ConnectAsync();
        await active.SendAsync(HostedServer.Get);
        var answer = await taken.Task.InTime();
        server.Actor.Tell(new Drain());
        server.Actor.Tell(new AbortConnections());
        Assert.True(await active.EndsWithResetAsync());
        await idle.EndsWithResetAsync();
        Assert.IsType<HttpException>(await answer.Closed.Task.InTime());
        await server.Context.Stopped.InTime();
    }

    [Fact]
    public async Task A_connection_that_was_still_on_its_way_is_aborted_too()
    {
        var server = await StartAsync(handler: exchange => Answer.Take(exchange));
        var (keeper, _) = await server.ConnectAsync();
        await keeper.SendAsync(HostedServer.Get);
        var (late, client) = MemoryTransport.CreatePair();
        var connection = new ServerConnection(server.Context, late);
        server.Actor.Tell(new Drain());
        server.Actor.Tell(new AbortConnections());
        server.Actor.Tell(new StartConnection(connection));
        await server.Context.Stopped.InTime();
        Assert.Equal(CloseReason.Destroyed, connection.Reason);
        Assert.NotNull((await Record.ExceptionAsync(() => client.Input.ReadAsync().AsTask().InTime())) as IOException);
        keeper.Dispose();
    }

    [Fact]
    public async Task Stopping_the_server_actor_releases_every_connection()
    {
        var server = await StartAsync();
        var (client, connection) = await server.ConnectAsync();
        Sys.Stop(server.Actor);
        await client.EndsWithResetAsync();
        await server.Context.Stopped.InTime();
        Assert.Equal(0, server.Context.ConnectionCount);
        Assert.Equal(CloseReason.ServerStopped, connection.Reason);
    }

    [Fact]
    public async Task A_draining_server_does_not_bind_any_more()
    {
        var taken = new TaskCompletionSource<ServerExchange>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await StartAsync(handler: exchange =>
        {
            Answer.Take(exchange);
            taken.SetResult(exchange);
        });
        var (client, _) = await server.ConnectAsync();
        await client.SendAsync(HostedServer.Get);
        await taken.Task.InTime();
        server.Actor.Tell(new Drain());
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.BindAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0)).InTime());
        client.Dispose();
    }

    [Fact]
    public async Task Closing_idle_connections_spares_those_in_an_exchange()
    {
        var taken = new TaskCompletionSource<ServerExchange>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await StartAsync(handler: exchange =>
        {
            Answer.Take(exchange);
            taken.SetResult(exchange);
        });
        var (active, _) = await server.ConnectAsync();
        var (idle, _) = await server.ConnectAsync();
        await active.SendAsync(HostedServer.Get);
        var exchange = await taken.Task.InTime();
        server.Actor.Tell(new CloseIdleConnections());
        Assert.Equal("", await idle.ReadToEndAsync());
        exchange.End("served"u8.ToArray(), null);
        Assert.Equal("served", (await active.ReadResponseAsync()).Body);
        active.Dispose();
    }

    [Fact]
    public async Task A_tick_closes_silent_newcomers_and_refuses_slow_heads()
    {
        var server = await StartAsync(ServerSettings.Default with { HeadersTimeout = TimeSpan.FromSeconds(5) });
        var (silent, _) = await server.ConnectAsync();
        var (slow, slowConnection) = await server.ConnectAsync();

        // What came in one piece with a request was looked at when that is answered.
        await slow.ExchangeAsync(HostedServer.Get + "GET / HTTP/1.1\r\n");
        var (marker, _) = await server.ConnectAsync();
        await marker.ExchangeAsync(HostedServer.Get);
        Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("", await silent.ReadToEndAsync());
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", await slow.ReadToEndAsync());
        Assert.Equal(CloseReason.ProtocolError, slowConnection.Reason);
        Assert.Equal("ok", (await marker.ExchangeAsync(HostedServer.Get)).Body);
    }

    private static async Task ConnectWhileClosingAsync(HostedServer server)
    {
        // The listening socket is closed by a message; until then newcomers are let in.
        while (true)
        {
            (await RawClient.ConnectAsync(server.EndPoint)).Dispose();
        }
    }
}

public sealed class ShutdownScenariosOnTheThreadPool() : ShutdownScenarios(onLoops: false);

public sealed class ShutdownScenariosOnLoops() : ShutdownScenarios(onLoops: true);
