namespace HttpActors.Tests.Server;

/// <summary>The options of time, on a clock that the test moves (API rows 21, n14, n16; scenarios S77, S81, S85, S87).</summary>
public sealed class DeadlineTests : ServerTest
{
    private readonly ManualTimeProvider _time = new();

    private protected override HttpServerOptions Options => new()
    {
        TimeProvider = _time,
        HeadersTimeout = TimeSpan.FromSeconds(10),
        KeepAliveTimeout = TimeSpan.FromSeconds(20),
        Timeout = TimeSpan.FromSeconds(60),
    };

    [Fact]
    public async Task S85_A_head_that_is_not_complete_in_time_is_answered_with_408()
    {
        var requests = 0;
        var server = await ServeAsync((_, answer) =>
        {
            requests++;
            answer.End("ok");
        });
        var slow = await ConnectAsync(server);

        // What came in one piece with a request was looked at when that is answered.
        await slow.ExchangeAsync(Get + "GET / HTTP/1.1\r\nHost: h\r\n");
        await AssertEndsAfterAsync(slow, TimeSpan.FromSeconds(8), "HTTP/1.1 408 Request Timeout\r\n");
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task N16_An_idle_connection_is_closed_without_a_word()
    {
        var server = await ServeAsync((_, answer) => answer.End("ok"));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        await AssertEndsAfterAsync(client, TimeSpan.FromSeconds(19), "");
    }

    [Fact]
    public async Task S77_The_idle_time_does_not_run_while_a_handler_works()
    {
        var answers = Promise<ServerResponse>();
        var server = await ServeAsync((request, answer) =>
        {
            if (request.Url == "/slow")
            {
                answers.SetResult(answer);
            }
            else
            {
                answer.End("quick");
            }
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        await client.SendAsync("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
        var answer = await answers.Task.InTime();
        _time.Advance(TimeSpan.FromSeconds(45));
        answer.End("slow");
        Assert.Equal("slow", (await client.ReadResponseAsync()).Body);
    }

    [Fact]
    public async Task S81_An_exchange_in_which_nothing_moves_is_aborted()
    {
        var aborted = Promise<string>();
        var arrived = Promise();
        var server = await ServeAsync((request, _) =>
        {
            request.Errored += error => aborted.SetResult(((IHttpError)error).Code);
            arrived.SetResult();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        await arrived.Task.InTime();
        _time.Advance(TimeSpan.FromSeconds(58));
        Assert.False(aborted.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("ETIMEDOUT", await aborted.Task.InTime());
        Assert.True(await client.EndsWithResetAsync());
    }

    [Fact]
    public async Task S87_Zero_is_no_limit()
    {
        var server = await ServeAsync(
            (_, answer) => answer.End("ok"),
            new HttpServerOptions
            {
                TimeProvider = _time,
                HeadersTimeout = TimeSpan.Zero,
                KeepAliveTimeout = TimeSpan.Zero,
                Timeout = TimeSpan.Zero,
            });
        var client = await ConnectAsync(server);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            var response = await client.ExchangeAsync(Get);
            Assert.Equal("ok", response.Body);
            Assert.Null(response["Keep-Alive"]);
        }
    }

    [Fact]
    public void S87_Times_that_cannot_be_are_refused()
    {
        foreach (var options in new HttpServerOptions[]
        {
            new() { HeadersTimeout = TimeSpan.FromSeconds(-1) },
            new() { KeepAliveTimeout = TimeSpan.FromDays(50) },
            new() { Timeout = System.Threading.Timeout.InfiniteTimeSpan - TimeSpan.FromSeconds(1) },
            new() { RequestTimeout = TimeSpan.FromSeconds(-1) },
            new() { MinRequestBodyRate = -1 },
            new() { MinRequestBodyRate = double.NaN },
            new() { MinRequestBodyRateGrace = TimeSpan.FromDays(50) },
            new() { HeadersTimeout = TimeSpan.FromSeconds(11), RequestTimeout = TimeSpan.FromSeconds(10) },
            new() { MaxConnections = -1 },
            new() { MaxHeadersCount = -1 },
            new() { HighWaterMark = 2, MaxBufferedBytes = 1 },
        })
        {
            Assert.Equal("ERR_OUT_OF_RANGE", Assert.Throws<HttpRangeException>(() => Http.CreateServer(options)).Code);
        }
    }

    [Fact]
    public void G87_The_headers_time_is_never_longer_than_the_requests()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), new HttpServerOptions().HeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), new HttpServerOptions { RequestTimeout = TimeSpan.FromSeconds(10) }.HeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), new HttpServerOptions { RequestTimeout = TimeSpan.FromSeconds(90) }.HeadersTimeout);
        Assert.Equal(TimeSpan.Zero, new HttpServerOptions { HeadersTimeout = TimeSpan.Zero, RequestTimeout = TimeSpan.FromSeconds(10) }.HeadersTimeout);
    }

    [Fact]
    public void A_shorter_RequestTimeout_shortens_a_HeadersTimeout_that_was_not_set()
    {
        using var server = Http.CreateServer();
        server.RequestTimeout = TimeSpan.FromSeconds(30);
        Assert.Equal(TimeSpan.FromSeconds(30), server.HeadersTimeout);
        server.RequestTimeout = System.Threading.Timeout.InfiniteTimeSpan;
        Assert.Equal(TimeSpan.FromSeconds(60), server.HeadersTimeout);
        server.HeadersTimeout = TimeSpan.FromSeconds(40);
        Assert.Throws<HttpRangeException>(() => server.RequestTimeout = TimeSpan.FromSeconds(30));
        using var told = Http.CreateServer(new HttpServerOptions { HeadersTimeout = TimeSpan.FromSeconds(40) });
        Assert.Throws<HttpRangeException>(() => told.RequestTimeout = TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task G87_The_longest_time_does_not_overflow()
    {
        var longest = TimeSpan.FromMilliseconds(uint.MaxValue);
        var server = await ServeAsync(
            (_, answer) => answer.End("ok"),
            new HttpServerOptions { TimeProvider = _time, HeadersTimeout = longest, RequestTimeout = longest, KeepAliveTimeout = longest, Timeout = longest });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
    }

    [Theory]
    [InlineData(240, 0, "(MinRequestBodyRate)")]
    [InlineData(0, 10, "(RequestTimeout)")]
    public async Task S86_A_body_that_is_not_complete_in_time_is_answered_with_408(double rate, int seconds, string limit)
    {
        var failed = Promise<string>();
        var arrived = Promise();
        var server = await ServeAsync(
            async (request, _) =>
            {
                request.Errored += error => failed.TrySetResult(((IHttpError)error).Code);
                arrived.TrySetResult();
                await request.ReadAllAsync();
            },
            new HttpServerOptions { TimeProvider = _time, MinRequestBodyRate = rate, RequestTimeout = TimeSpan.FromSeconds(seconds) });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
        await arrived.Task.InTime();
        var answer = client.ReadResponseAsync();
        await Bounded.Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return answer.IsCompleted;
        });

        var response = await answer;
        Assert.Equal(408, response.Status);
        Assert.Equal("close", response["Connection"]);
        Assert.Contains(limit, response.Body, StringComparison.Ordinal);
        Assert.Equal("ERR_HTTP_REQUEST_TIMEOUT", await failed.Task.InTime());
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        foreach (var options in new HttpServerOptions[]
        {
            new() { HighWaterMark = 0 },
            new() { MaxBufferedBytes = 10, HighWaterMark = 11 },
            new() { MaxConnections = -1 },
            new() { MaxHeaderSize = 1 },
            new() { MaxHeadersCount = -1 },
            new() { MaxRequestBodySize = -1 },
        })
        {
            Assert.ThrowsAny<ArgumentException>(() => Http.CreateServer(options));
        }
    }

    /// <summary>Nothing happens for a time; when the clock goes on, the connection ends.</summary>
    private async Task AssertEndsAfterAsync(RawClient client, TimeSpan alive, string expected)
    {
        _time.Advance(alive);
        var end = client.ReadToEndAsync();
        Assert.False(end.IsCompleted);
        await Bounded.Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return end.IsCompleted;
        });
        Assert.StartsWith(expected, await end);
    }
}
