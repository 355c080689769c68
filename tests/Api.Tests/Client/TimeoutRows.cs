namespace HttpActors.Tests.Client;

/// <summary>Times of a request, and the kinds of its errors: what undici offers (u2, u7), and scenario 83.</summary>
public class TimeoutRows : ClientTest
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task U2_U7_A_connection_must_be_made_in_time(bool byRequest)
    {
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = _time, ConnectTimeout = TimeSpan.FromSeconds(byRequest ? 60 : 7) });
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Host = "somewhere",
            Agent = agent,
            ConnectTimeout = byRequest ? TimeSpan.FromSeconds(7) : null,
            Lookup = async (_, stop) =>
            {
                await Promise().Task.WaitAsync(stop);
                return [];
            },
        });
        await Bounded.Until(() => agent.GetStats().OpenConnections == 1);
        await FailsAfterAsync(pending, TimeSpan.FromSeconds(7), "ERR_HTTP_CONNECT_TIMEOUT", HttpPhase.Connect);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task U2_U7_The_head_must_come_in_time(bool byRequest)
    {
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = _time, HeadersTimeout = TimeSpan.FromSeconds(byRequest ? 60 : 7) });
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = agent,
            HeadersTimeout = byRequest ? TimeSpan.FromSeconds(7) : null,
        });
        await (await server.AcceptAsync()).ReadHeadAsync();
        await FailsAfterAsync(pending, TimeSpan.FromSeconds(7), "ERR_HTTP_HEADERS_TIMEOUT", HttpPhase.Headers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task U2_U7_The_body_must_not_stand_still(bool byRequest)
    {
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = _time, BodyTimeout = TimeSpan.FromSeconds(byRequest ? 60 : 7) });
        var server = ListenRaw();
        var got = Promise();
        var response = Http.GetAsync(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = agent,
            BodyTimeout = byRequest ? TimeSpan.FromSeconds(7) : null,
        });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        var message = await response.InTime();
        var failed = Promise<Exception>();
        message.Errored += error => failed.TrySetException(error);
        message.DataReceived += _ => got.TrySetResult();
        await got.Task.InTime();
        await FailsAfterAsync(failed.Task, TimeSpan.FromSeconds(7), "ERR_HTTP_BODY_TIMEOUT", HttpPhase.Body);
    }

    [Fact]
    public async Task U2_A_body_that_is_taken_again_has_its_time_from_then_on()
    {
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = _time, BodyTimeout = TimeSpan.FromSeconds(7) });
        var server = ListenRaw();
        var got = Promise();
        var response = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        var message = await response.InTime();
        var failed = Promise<Exception>();
        var more = Promise();
        message.Errored += error => failed.TrySetException(error);
        message.DataReceived += _ =>
        {
            if (!got.TrySetResult())
            {
                more.TrySetResult();
            }
        };
        await got.Task.InTime();
        message.Pause();
        _time.Advance(TimeSpan.FromSeconds(6));
        message.Resume();
        _time.Advance(TimeSpan.FromSeconds(6));

        // Behind the answer to another request the time was looked at.
        var other = await ServeAsync((_, answer) => answer.End("ok"));
        var behind = await Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(other), Agent = agent }).InTime();
        Assert.Equal("ok", await behind.ReadStringAsync().InTime());
        await peer.SendAsync("more");
        await more.Task.InTime();
        await FailsAfterAsync(failed.Task, TimeSpan.FromSeconds(7), "ERR_HTTP_BODY_TIMEOUT", HttpPhase.Body);
    }

    [Fact]
    public async Task A_response_that_nobody_reads_to_its_end_holds_its_connection_for_seconds()
    {
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = _time, MaxSockets = 1 });
        var server = ListenRaw();
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var response = Http.GetAsync(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        var pieces = (await response.InTime()).ReadChunksAsync().GetAsyncEnumerator();
        Assert.True(await pieces.MoveNextAsync().InTime());
        await pieces.DisposeAsync();

        var next = Http.GetAsync(options);
        var second = server.AcceptAsync();
        var waited = 0;
        await Bounded.Until(() =>
        {
            if (waited++ < 500)
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
            }

            return second.IsCompleted;
        });
        var other = await second;
        await other.ReadHeadAsync();
        await other.AnswerAsync("here");
        Assert.Equal("here", await (await next.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task U7_A_queue_has_its_time_too()
    {
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = _time, MaxSockets = 1, QueueTimeout = TimeSpan.FromSeconds(7) });
        var server = ListenRaw();
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var first = Http.GetAsync(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        var queued = Http.GetAsync(options);
        await Bounded.Until(() => agent.GetStats().QueuedRequests == 1);
        await FailsAfterAsync(queued, TimeSpan.FromSeconds(7), "ERR_HTTP_QUEUE_TIMEOUT", HttpPhase.Queue);
        await peer.AnswerAsync("x");
        Assert.Equal("x", await (await first.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public void An_infinite_time_is_no_limit_everywhere()
    {
        var never = Timeout.InfiniteTimeSpan;
        var request = new ClientRequestOptions { Timeout = never, ConnectTimeout = never, HeadersTimeout = never, BodyTimeout = never };
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (request.Timeout, request.ConnectTimeout, request.HeadersTimeout, request.BodyTimeout));
        NewAgent(new HttpAgentOptions
        {
            Timeout = never,
            ConnectionLifetime = never,
            QueueTimeout = never,
            ConnectTimeout = never,
            HeadersTimeout = never,
            BodyTimeout = never,
        });
        Assert.Throws<HttpRangeException>(() => NewAgent(new HttpAgentOptions { ConnectTimeout = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<HttpRangeException>(() => new ClientRequestOptions { ConnectTimeout = TimeSpan.FromSeconds(-1) });
        Assert.Throws<HttpRangeException>(() => new ClientRequestOptions { MaxRedirects = -1 });
    }

    [Fact]
    public void U7_Every_error_has_a_code_and_the_base_librarys_type_where_there_is_one()
    {
        var wire = new HttpException("ECONNRESET", "socket hang up");
        IHttpError[] errors =
        [
            wire,
            new HttpTimeoutException("ETIMEDOUT", "late"),
            new HttpAbortException(default),
            new HttpStateException("ERR_AGENT_CLOSED", "closed"),
            Assert.Throws<HttpArgumentException>(() => Http.Request(new ClientRequestOptions { Method = "a b" })),
            Assert.Throws<HttpRangeException>(() => Http.Request(new ClientRequestOptions { Port = -1 })),
        ];
        Assert.All(errors, error => Assert.False(string.IsNullOrEmpty(error.Code)));
        Assert.IsAssignableFrom<IOException>(wire);
        Assert.IsAssignableFrom<HttpException>(errors[1]);
        Assert.IsAssignableFrom<OperationCanceledException>(errors[2]);
        Assert.IsAssignableFrom<InvalidOperationException>(errors[3]);
        Assert.IsAssignableFrom<ArgumentException>(errors[4]);
        Assert.IsAssignableFrom<ArgumentOutOfRangeException>(errors[5]);
    }

    [Theory]
    [InlineData("option")]
    [InlineData("before the connection")]
    [InlineData("after the head")]
    public async Task S83_N95_N105_A_silence_is_told_once_and_octets_arm_it_again(string when)
    {
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = _time });
        var server = ListenRaw();
        var silences = 0;
        var pieces = 0;
        var request = Http.Request(
            new ClientRequestOptions
            {
                Host = "127.0.0.1",
                Port = server.Port,
                Agent = agent,
                Timeout = when == "option" ? TimeSpan.FromSeconds(5) : TimeSpan.Zero,
            },
            response => response.DataReceived += _ => Interlocked.Increment(ref pieces));
        request.TimedOut += _ => Interlocked.Increment(ref silences);
        if (when == "before the connection")
        {
            request.SetTimeout(TimeSpan.FromSeconds(5));
        }

        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await Bounded.Until(() => request.IsFinished);
        if (when == "after the head")
        {
            request.SetTimeout(TimeSpan.FromSeconds(5));
        }

        _time.Advance(TimeSpan.FromSeconds(5.1));
        await Bounded.Until(() => Volatile.Read(ref silences) == 1);
        _time.Advance(TimeSpan.FromSeconds(30));
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
        await Bounded.Until(() => Volatile.Read(ref pieces) == 1);
        Assert.Equal(1, silences);
        _time.Advance(TimeSpan.FromSeconds(5.1));
        await Bounded.Until(() => Volatile.Read(ref silences) == 2);

        // Zero is for ever; after the end nothing counts any more.
        request.SetTimeout(TimeSpan.Zero);
        await peer.SendAsync("b");
        await request.Completion.InTime();
        request.SetTimeout(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2, silences);
        Assert.False(request.IsDestroyed);
    }

    /// <summary>Not before, and not much later, for deadlines are compared twice a second.</summary>
    private async Task FailsAfterAsync(Task pending, TimeSpan time, string code, HttpPhase phase)
    {
        _time.Advance(time - TimeSpan.FromMilliseconds(100));
        Assert.False(pending.IsCompleted);
        await Bounded.Until(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            return pending.IsCompleted;
        });
        var error = await Assert.ThrowsAsync<HttpTimeoutException>(() => pending);
        Assert.Equal((code, phase), (error.Code, error.Phase));
    }
}
