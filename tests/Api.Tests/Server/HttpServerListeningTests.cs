using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace HttpActors.Tests.Server;

/// <summary>Listen and ListenAsync with their events (API rows 22 to 24, n37, n46 to n48).</summary>
public sealed class HttpServerListeningTests : ServerTest
{
    [Fact]
    public async Task Row22_Port_0_is_a_free_one_and_Address_tells_which()
    {
        var server = Create();
        Assert.Null(server.Address);
        Assert.False(server.IsListening);
        await server.ListenAsync(0, "127.0.0.1").InTime();
        Assert.InRange(Assert.IsType<IPEndPoint>(server.Address).Port, 1, 65535);
        Assert.True(server.IsListening);
    }

    [Fact]
    public async Task Row22_Without_a_host_both_families_are_served()
    {
        var server = Create();
        server.RequestReceived += (_, response) => response.End("ok");
        await server.ListenAsync(0).InTime();
        var port = ((IPEndPoint)server.Address!).Port;
        foreach (var host in Socket.OSSupportsIPv6 ? new[] { IPAddress.Loopback, IPAddress.IPv6Loopback } : [IPAddress.Loopback])
        {
            using var client = await RawClient.ConnectAsync(new IPEndPoint(host, port));
            Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
        }
    }

    [Fact]
    public async Task Row22_A_host_name_is_resolved()
    {
        var server = Create();
        await server.ListenAsync(0, "localhost").InTime();
        Assert.True(IPAddress.IsLoopback(((IPEndPoint)server.Address!).Address));
    }

    [Fact]
    public async Task Row22_Listen_returns_the_server_and_calls_back_after_it()
    {
        var server = Create();
        var order = new List<string>();
        var called = Promise();
        lock (order)
        {
            var returned = server.Listen(0, "127.0.0.1", callback: () =>
            {
                lock (order)
                {
                    order.Add("callback");
                }

                called.SetResult();
            });
            order.Add("returned");
            Assert.Same(server, returned);
        }

        await called.Task.InTime();
        Assert.Equal(["returned", "callback"], order);
        Assert.True(server.IsListening);
    }

    [Fact]
    public async Task Row24_ListeningStarted_is_raised_on_the_thread_pool_for_both_forms()
    {
        foreach (var asynchronously in new[] { true, false })
        {
            var server = Create();
            var raised = Promise<bool>();
            server.ListeningStarted += () => raised.SetResult(Thread.CurrentThread.IsThreadPoolThread);
            if (asynchronously)
            {
                await server.ListenAsync(0, "127.0.0.1").InTime();
            }
            else
            {
                server.Listen(0, "127.0.0.1");
            }

            Assert.True(await raised.Task.InTime());
        }
    }

    [Fact]
    public async Task A_port_in_use_throws_from_ListenAsync()
    {
        var first = await ListenAsync(Create());
        var second = Create();
        var error = await Assert.ThrowsAsync<SocketException>(() => second.ListenAsync(PortOf(first), "127.0.0.1").InTime());
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        Assert.False(second.IsListening);
        Assert.Null(second.Address);
    }

    [Fact]
    public async Task A_failed_bind_leaves_injected_connections_alone()
    {
        var taken = await ListenAsync(Create());
        var server = Create();
        server.RequestReceived += (request, response) => response.End(request.Url);
        var (serverEnd, clientEnd) = HttpActors.Actors.Transport.MemoryTransport.CreatePair();
        server.Accept(serverEnd);
        await Assert.ThrowsAsync<SocketException>(() => server.ListenAsync(PortOf(taken), "127.0.0.1").InTime());
        await clientEnd.Output.WriteAsync("GET /on HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray()).InTime();
        var answer = await clientEnd.Input.ReadAtLeastAsync(20).InTime();
        Assert.Contains("Connection: keep-alive", System.Text.Encoding.ASCII.GetString(answer.Buffer.ToArray()));
        clientEnd.Close();
        await server.CloseAsync().InTime();
    }

    [Fact]
    public async Task A_server_that_could_not_be_bound_can_be_bound_elsewhere_at_once()
    {
        var first = await ListenAsync(Create());
        var second = Create();
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<SocketException>(() => second.ListenAsync(PortOf(first), "127.0.0.1").InTime());
        }

        await second.ListenAsync(0, "127.0.0.1").InTime();
        Assert.True(second.IsListening);
    }

    [Fact]
    public async Task N37_A_failed_Listen_raises_Errored()
    {
        var first = await ListenAsync(Create());
        var second = Create();
        var raised = Promise<Exception>();
        second.Errored += raised.SetResult;
        second.Listen(PortOf(first), "127.0.0.1");
        Assert.IsType<SocketException>(await raised.Task.InTime());
    }

    [Fact]
    public async Task A_failed_Listen_that_nobody_hears_of_goes_to_UnobservedError()
    {
        var raised = Promise<Exception>();
        void Hear(Exception error) => raised.TrySetResult(error);
        var first = await ListenAsync(Create());
        Http.UnobservedError += Hear;
        try
        {
            Create().Listen(PortOf(first), "127.0.0.1");
            Assert.IsType<SocketException>(await raised.Task.InTime());
        }
        finally
        {
            Http.UnobservedError -= Hear;
        }
    }

    [Fact]
    public async Task An_unknown_host_throws()
    {
        await Assert.ThrowsAsync<SocketException>(() => Create().ListenAsync(0, "no-such-host.invalid").InTime());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_out_of_range_throws_at_once(int port)
    {
        var error = Assert.Throws<HttpRangeException>(() => Create().Listen(port));
        Assert.Equal("ERR_SOCKET_BAD_PORT", error.Code);
    }

    [Fact]
    public void A_negative_backlog_throws_at_once() =>
        Assert.Equal("ERR_OUT_OF_RANGE", Assert.Throws<HttpRangeException>(() => Create().Listen(0, backlog: -1)).Code);

    [Fact]
    public async Task Listening_twice_throws()
    {
        var server = await ListenAsync(Create());
        Assert.Equal("ERR_SERVER_ALREADY_LISTEN", Assert.Throws<HttpStateException>(() => server.Listen(0)).Code);
    }

    [Fact]
    public async Task Cancelling_before_the_call_binds_nothing()
    {
        var server = Create();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => server.ListenAsync(0, "127.0.0.1", cancellationToken: new CancellationToken(true)));
        Assert.False(server.IsListening);
    }

    [Fact]
    public async Task A_closed_server_can_listen_again()
    {
        var server = Create();
        server.RequestReceived += (_, response) => response.End("again");
        for (var i = 0; i < 20; i++)
        {
            await ListenAsync(server);
            var client = await ConnectAsync(server);
            Assert.Equal("again", (await client.ExchangeAsync(Get)).Body);
            client.Dispose();
            await server.CloseAsync().InTime();
            Assert.False(server.IsListening);
        }
    }

    [Fact]
    public Task Servers_that_come_and_go_never_take_each_others_connections() =>
        Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var name = $"server {number}/{i}";
                var server = Http.CreateServer((_, response) => response.End(name));
                await server.ListenAsync(0, "127.0.0.1").InTime();
                using var client = await RawClient.ConnectAsync(server.Address);
                Assert.Equal(name, (await client.ExchangeAsync(Get)).Body);
                server.Dispose();
                await server.Completion.InTime();
            }
        })));

    private static int PortOf(HttpServer server) => ((IPEndPoint)server.Address!).Port;
}
