using System.Net.Sockets;

namespace HttpActors.Tests.Server;

/// <summary>Close and CloseAsync with active and idle connections (API rows 17 and 25, D11, n39 to n42; scenario F79).</summary>
public sealed class HttpServerClosingTests : ServerTest
{
    [Fact]
    public async Task Row17_Closed_is_raised_exactly_once_for_each_time_it_listened()
    {
        var server = Create();
        var closed = 0;
        server.Closed += () => Interlocked.Increment(ref closed);
        for (var times = 1; times <= 2; times++)
        {
            await ListenAsync(server);
            server.Close();
            server.Close();
            await server.CloseAsync().InTime();
            await server.Completion.InTime();
            Assert.Equal(times, closed);
        }
    }

    [Fact]
    public async Task Row25_Close_calls_back_when_the_last_connection_is_gone()
    {
        var responses = Promise<ServerResponse>();
        var server = await ServeAsync((_, response) => responses.SetResult(response));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        var response = await responses.Task.InTime();
        var called = Promise<Exception?>();
        Assert.Same(server, server.Close(called.SetResult));
        Assert.False(server.IsListening);
        response.End("late");
        Assert.Equal("late", (await client.ReadResponseAsync()).Body);
        Assert.Null(await called.Task.InTime());
        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public void Row25_Closing_what_does_not_run_calls_back_with_an_error()
    {
        Exception? reason = null;
        Create().Close(error => reason = error);
        Assert.Equal("ERR_SERVER_NOT_RUNNING", Assert.IsType<HttpStateException>(reason).Code);
    }

    [Fact]
    public async Task Closing_what_does_not_run_is_done_already()
    {
        var server = Create();
        await server.CloseAsync().InTime();
        await server.Completion.InTime();
        await server.DisposeAsync();
        server.Dispose();
    }

    [Fact]
    public async Task S79_Close_lets_active_and_half_received_exchanges_finish_and_says_close()
    {
        var gate = Promise();
        var arrived = Promise();
        var server = await ServeAsync(async (request, response) =>
        {
            arrived.TrySetResult();
            await gate.Task;
            response.End(request.Url);
        });
        var active = await ConnectAsync(server);
        await active.SendAsync("GET /active HTTP/1.1\r\nHost: h\r\n\r\n");
        await arrived.Task.InTime();
        var half = await ConnectAsync(server);
        await half.SendAsync("GET /half HTTP/1.1\r\n");
        await Bounded.Until(() => server.ConnectionCount == 2);

        var address = server.Address!;
        var closing = server.CloseAsync();
        await Assert.ThrowsAsync<SocketException>(() => ConnectUntilRefusedAsync(address));
        Assert.False(closing.IsCompleted);
        gate.SetResult();
        await half.SendAsync("Host: h\r\n\r\n");
        foreach (var (client, path) in new[] { (active, "/active"), (half, "/half") })
        {
            var response = await client.ReadResponseAsync();
            Assert.Equal((path, "close"), (response.Body, response["Connection"]));
            Assert.Equal("", await client.ReadToEndAsync());
        }

        await closing.InTime();
    }

    [Fact]
    public async Task D11_An_idle_connection_is_closed_after_a_short_grace()
    {
        var server = await ServeAsync((_, response) => response.End("ok"));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        var started = TimeProvider.System.GetTimestamp();
        await server.CloseAsync().InTime();
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0.99, 8);
    }

    [Fact]
    public async Task D11_In_the_grace_one_more_request_is_answered_with_close()
    {
        var server = await ServeAsync((_, response) => response.End("ok"));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        var closing = server.CloseAsync();
        var last = await client.ExchangeAsync(Get);
        Assert.Equal("ok", last.Body);
        await closing.InTime();
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task CloseAsync_aborts_what_is_left_when_its_patience_ends()
    {
        var aborted = Promise();
        var server = await ServeAsync((request, _) => request.Aborted.Register(aborted.SetResult));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await Bounded.Until(() => server.ConnectionCount == 1);
        using var patience = new CancellationTokenSource();
        var closing = server.CloseAsync(patience.Token);
        await patience.CancelAsync();
        await closing.InTime();
        await client.EndsWithResetAsync();
        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public async Task N40_CloseIdleConnections_spares_the_active_ones()
    {
        var responses = Promise<ServerResponse>();
        var server = await ServeAsync((request, response) =>
        {
            if (request.Url == "/slow")
            {
                responses.SetResult(response);
            }
            else
            {
                response.End("quick");
            }
        });
        var idle = await ConnectAsync(server);
        await idle.ExchangeAsync(Get);
        var active = await ConnectAsync(server);
        await active.SendAsync("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
        var response = await responses.Task.InTime();
        server.CloseIdleConnections();
        Assert.Equal("", await idle.ReadToEndAsync());
        response.End("slow");
        Assert.Equal("slow", (await active.ReadResponseAsync()).Body);
        Assert.True(server.IsListening);
    }

    [Fact]
    public async Task N39_CloseAllConnections_aborts_the_active_ones_too_and_listens_on()
    {
        var responses = Promise<ServerResponse>();
        var server = await ServeAsync((_, response) => responses.TrySetResult(response));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        var response = await responses.Task.InTime();
        server.CloseAllConnections();
        Assert.True(await client.EndsWithResetAsync());
        await Assert.ThrowsAsync<HttpException>(() => response.Completion.InTime());
        Assert.True(server.IsListening);
        using var again = await RawClient.ConnectAsync(server.Address);
    }

    [Fact]
    public async Task N42_DisposeAsync_closes_gracefully_and_Dispose_at_once()
    {
        var graceful = await ServeAsync((_, response) => response.End());
        await graceful.DisposeAsync().AsTask().InTime();
        Assert.False(graceful.IsListening);

        var abrupt = await ServeAsync((_, _) => { });
        var client = await ConnectAsync(abrupt);
        await client.SendAsync(Get);
        abrupt.Dispose();
        await client.EndsWithResetAsync();
        await abrupt.Completion.InTime();
    }

    [Fact]
    public async Task A_listener_for_the_end_that_throws_does_not_spoil_the_closing()
    {
        var server = await ServeAsync((_, response) => response.End());
        var reported = Promise<Exception>();
        void Hear(Exception error)
        {
            if (error.Message == "careless")
            {
                reported.TrySetResult(error);
            }
        }

        Http.UnobservedError += Hear;
        server.Closed += () => throw new InvalidOperationException("careless");
        await server.CloseAsync().InTime();
        await server.Completion.InTime();
        await reported.Task.InTime();
        Http.UnobservedError -= Hear;
    }

    private static async Task ConnectUntilRefusedAsync(System.Net.EndPoint address)
    {
        while (true)
        {
            (await RawClient.ConnectAsync(address)).Dispose();
        }
    }
}
