namespace HttpActors.Tests.Server;

/// <summary>Silence and slowness, and who is told (API rows 21, 26, 34, 55, n14, n15, n43; scenarios 81, 82, 86, 87).</summary>
public sealed class TimeoutTests : ServerTest
{
    private const string Unfinished = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
    private readonly ManualTimeProvider _time = new();

    private protected override HttpServerOptions Options => new() { TimeProvider = _time, MinRequestBodyRate = 0 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row26_S81_An_idle_client_is_told_to_the_callback_and_nothing_is_destroyed(bool observed)
    {
        var server = Create();
        var told = Promise<NetSocket>();
        if (observed)
        {
            server.Timeouts.Subscribe(new Callback<NetSocket>(told.SetResult));
            server.SetTimeout(TimeSpan.FromMilliseconds(100));
        }
        else
        {
            Assert.Same(server, server.SetTimeout(TimeSpan.FromMilliseconds(100), told.SetResult));
        }

        server.RequestReceived += (_, response) => response.End("still here");
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await Bounded.Until(() => server.ConnectionCount == 1);

        await AdvanceUntil(() => told.Task.IsCompleted);

        Assert.False((await told.Task).IsDestroyed);
        Assert.Equal("still here", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task Row26_S81_Without_a_callback_the_connection_is_destroyed()
    {
        var server = Create();
        server.SetTimeout(TimeSpan.FromMilliseconds(100));
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        var end = client.EndsWithResetAsync();
        await AdvanceUntil(() => end.IsCompleted);

        Assert.True(await end);
    }

    [Fact]
    public async Task Row26_The_callback_may_destroy_the_socket_and_close_the_server()
    {
        var server = Create();
        var closed = Promise();
        server.SetTimeout(TimeSpan.FromMilliseconds(100), socket =>
        {
            socket.Destroy();
            server.Close(_ => closed.SetResult());
        });
        await ListenAsync(server);
        await ConnectAsync(server);
        await Bounded.Until(() => server.ConnectionCount == 1);

        await AdvanceUntil(() => closed.Task.IsCompleted);
    }

    [Fact]
    public async Task D15_S82_Request_response_and_server_are_told_in_Nodes_order()
    {
        var log = new List<string>();
        var done = Promise();
        var arrived = Promise();
        var server = Create();
        server.TimedOut += _ => log.Add("server");
        server.RequestReceived += (request, response) =>
        {
            response.SetTimeout(TimeSpan.FromSeconds(5), socket =>
            {
                Assert.Same(request.Socket, socket);
                log.Add("response");
                done.SetResult();
            });
            request.TimedOut += _ => log.Add("request");
            arrived.SetResult();
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync(Unfinished);
        await arrived.Task.InTime();

        await AdvanceUntil(() => done.Task.IsCompleted);
        await Bounded.Until(() => log.Count == 3);

        Assert.Equal(["request", "response", "server"], log);
    }

    [Theory]
    [InlineData("request")]
    [InlineData("response")]
    public async Task Row34_Row55_S82_A_listener_on_one_message_alone_keeps_the_connection(string who)
    {
        var told = Promise<ServerResponse>();
        var arrived = Promise();
        var server = await ServeAsync((request, response) =>
        {
            if (who == "request")
            {
                Assert.Same(request, request.SetTimeout(TimeSpan.FromSeconds(5), _ => told.SetResult(response)));
            }
            else
            {
                Assert.Same(response, response.SetTimeout(TimeSpan.FromSeconds(5), _ => told.SetResult(response)));
            }

            arrived.SetResult();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Unfinished);
        await arrived.Task.InTime();

        await AdvanceUntil(() => told.Task.IsCompleted);
        (await told.Task).End("late");

        Assert.Equal("late", (await client.ReadResponseAsync()).Body);
    }

    [Fact]
    public async Task S82_The_request_is_not_told_once_its_body_has_ended()
    {
        var requestTold = false;
        var arrived = Promise();
        var server = await ServeAsync((request, _) =>
        {
            request.SetTimeout(TimeSpan.FromSeconds(5), _ => requestTold = true);
            arrived.SetResult();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await arrived.Task.InTime();

        var end = client.EndsWithResetAsync();
        await AdvanceUntil(() => end.IsCompleted);

        Assert.True(await end);
        Assert.False(requestTold);
    }

    [Fact]
    public async Task S82_It_is_told_once_for_each_silence()
    {
        var told = new List<int>();
        var octets = 0;
        var arrived = Promise();
        var server = await ServeAsync((request, response) =>
        {
            response.SetTimeout(TimeSpan.FromSeconds(5), _ => told.Add(Volatile.Read(ref octets)));
            request.DataReceived += data => Interlocked.Add(ref octets, data.Length);
            arrived.SetResult();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Unfinished);
        await arrived.Task.InTime();
        await AdvanceUntil(() => told.Count == 1);
        for (var i = 0; i < 30; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await client.SendAsync("x");
        await Bounded.Until(() => Volatile.Read(ref octets) == 1);
        await AdvanceUntil(() => told.Count == 2);

        Assert.Equal([0, 1], told);
    }

    [Fact]
    public async Task Row21_Timeout_can_be_read_and_set_and_zero_or_infinite_is_for_ever()
    {
        var server = await ServeAsync((_, response) => response.End("ok"));
        Assert.Equal(TimeSpan.FromMinutes(2), server.Timeout);

        foreach (var never in new[] { TimeSpan.Zero, System.Threading.Timeout.InfiniteTimeSpan })
        {
            server.Timeout = never;
            server.HeadersTimeout = TimeSpan.Zero;
            Assert.Equal(TimeSpan.Zero, server.Timeout);
            var client = await ConnectAsync(server);
            await Bounded.Until(() => server.ConnectionCount > 0);
            _time.Advance(TimeSpan.FromDays(1));
            Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
        }
    }

    [Fact]
    public async Task N15_S86_A_body_that_is_not_complete_in_time_is_a_408_although_the_handler_ran()
    {
        var errored = Promise<string>();
        var server = await ServeAsync(
            (request, _) =>
            {
                request.Errored += error => errored.SetResult(((IHttpError)error).Code);
                request.Resume();
            },
            new HttpServerOptions { TimeProvider = _time, MinRequestBodyRate = 0, RequestTimeout = TimeSpan.FromSeconds(10), Timeout = TimeSpan.Zero });
        var client = await ConnectAsync(server);
        await client.SendAsync(Unfinished);
        var end = client.ReadToEndAsync();

        await AdvanceUntil(() => end.IsCompleted);

        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", await end);
        Assert.Equal("ERR_HTTP_REQUEST_TIMEOUT", await errored.Task.InTime());
    }

    [Fact]
    public async Task S86_A_drip_fed_body_does_not_move_the_limit()
    {
        var octets = 0;
        var server = await ServeAsync(
            (request, _) => request.DataReceived += data => Interlocked.Add(ref octets, data.Length),
            new HttpServerOptions { TimeProvider = _time, MinRequestBodyRate = 0, RequestTimeout = TimeSpan.FromSeconds(10) });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
        var sent = 0;
        for (; sent < 8; sent++)
        {
            await client.SendAsync("x");
            await Bounded.Until(() => Volatile.Read(ref octets) == sent + 1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var end = client.ReadToEndAsync();
        await AdvanceUntil(() => end.IsCompleted);

        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", await end);
    }

    [Fact]
    public async Task S86_The_limit_is_for_each_request_and_does_not_run_between_them_or_while_a_handler_works()
    {
        var waiting = Promise<ServerResponse>();
        var server = await ServeAsync(
            (request, response) =>
            {
                if (request.Url == "/slow")
                {
                    waiting.SetResult(response);
                }
                else
                {
                    response.End("quick");
                }
            },
            new HttpServerOptions { TimeProvider = _time, MinRequestBodyRate = 0, RequestTimeout = TimeSpan.FromSeconds(10), HeadersTimeout = TimeSpan.FromSeconds(10) });
        var client = await ConnectAsync(server);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("quick", (await client.ExchangeAsync(Post("body"))).Body);
            _time.Advance(TimeSpan.FromSeconds(9));
        }

        await client.SendAsync("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
        var response = await waiting.Task.InTime();
        _time.Advance(TimeSpan.FromSeconds(60));
        response.End("slow");

        Assert.Equal("slow", (await client.ReadResponseAsync()).Body);
    }

    [Fact]
    public void N14_N15_S87_HeadersTimeout_is_not_longer_than_RequestTimeout()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), new HttpServerOptions().HeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), new HttpServerOptions { RequestTimeout = TimeSpan.FromSeconds(10) }.HeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), new HttpServerOptions { RequestTimeout = TimeSpan.FromSeconds(300) }.HeadersTimeout);

        var impossible = new HttpServerOptions { RequestTimeout = TimeSpan.FromSeconds(10), HeadersTimeout = TimeSpan.FromSeconds(11) };
        Assert.Equal("ERR_OUT_OF_RANGE", Assert.Throws<HttpRangeException>(() => Http.CreateServer(impossible)).Code);

        var server = Create();
        server.HeadersTimeout = TimeSpan.FromSeconds(11);
        Assert.Throws<HttpRangeException>(() => server.RequestTimeout = TimeSpan.FromSeconds(10));
        server.HeadersTimeout = TimeSpan.FromSeconds(5);
        server.RequestTimeout = TimeSpan.FromSeconds(10);
        Assert.Throws<HttpRangeException>(() => server.HeadersTimeout = TimeSpan.FromSeconds(11));
    }

    [Fact]
    public async Task S87_A_time_of_2_to_the_32_milliseconds_does_not_overflow()
    {
        var server = Create();
        server.HeadersTimeout = TimeSpan.Zero;
        server.Timeout = TimeSpan.FromMilliseconds(uint.MaxValue);
        server.RequestReceived += (_, response) => response.End("ok");
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await Bounded.Until(() => server.ConnectionCount == 1);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
        Assert.Throws<HttpRangeException>(() => server.Timeout = TimeSpan.FromSeconds(-2));
    }

    [Fact]
    public async Task N16_N17_N43_Times_set_later_hold_for_new_connections()
    {
        var server = await ServeAsync((_, response) => response.End("ok"));
        Assert.Equal(TimeSpan.FromSeconds(65), server.KeepAliveTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), server.KeepAliveTimeoutBuffer);
        server.KeepAliveTimeout = TimeSpan.FromSeconds(7);
        server.KeepAliveTimeoutBuffer = TimeSpan.FromSeconds(20);
        var client = await ConnectAsync(server);

        var response = await client.ExchangeAsync(Get);
        Assert.Equal("timeout=7", response["Keep-Alive"]);
        _time.Advance(TimeSpan.FromSeconds(26));
        Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
        var end = client.ReadToEndAsync();
        await AdvanceUntil(() => end.IsCompleted);
        Assert.Equal("", await end);
    }

    private Task AdvanceUntil(Func<bool> reached) => Bounded.Until(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(500));
        return reached();
    });
}
