namespace HttpActors.Tests.Client;

/// <summary>A callback that throws costs its own request and never the pool: scenario 94 from the client's side.</summary>
[Collection(nameof(RunsAlone))]
public class CallbackFailureScenarios : ClientTest
{
    private readonly List<Exception> _unobserved = [];

    [Theory]
    [InlineData("socket", "Request")]
    [InlineData("information", "Request")]
    [InlineData("continue", "Request")]
    [InlineData("write callback", "Request")]
    [InlineData("response", "Response")]
    [InlineData("callback", "Response")]
    [InlineData("data", "Response")]
    [InlineData("observer", "Response")]
    [InlineData("async void", "Whatever was left")]
    [InlineData("end", "Response")]
    [InlineData("response close", "Nothing")]
    [InlineData("close", "Nothing")]
    public async Task S94_An_exception_in_a_callback_wedges_neither_connection_nor_pool(string place, string cost)
    {
        var mine = new InvalidOperationException($"thrown in {place}");
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        var server = ListenRaw();
        Http.UnobservedError += OnUnobserved;
        try
        {
            var request = Throwing(place, mine, agent, server.Port, out var thrown);
            var completion = request.Completion;
            request.Write("part", callback: _ => ThrowAt(place, "write callback", mine, thrown));
            request.End("end");
            var behind = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Path = "/behind", Agent = agent });
            var answering = AnswerAsync(server);

            await thrown.Task.InTime("the callback that throws");
            var error = await Record.ExceptionAsync(() => completion.InTime());
            if (cost == "Nothing")
            {
                Assert.Null(error);
            }
            else if (error is not null || cost != "Whatever was left")
            {
                var http = Assert.IsType<HttpException>(error);
                Assert.Equal("ERR_HTTP_HANDLER_FAILED", http.Code);
                Assert.Same(mine, http.InnerException);
                Assert.Equal(cost == "Response" ? HttpPhase.Body : http.Phase, http.Phase);
            }

            // The one that waited for the only connection there may be.
            Assert.Equal("behind", await (await behind.InTime()).ReadStringAsync().InTime());
            await answering.InTime();
            await Bounded.Until(() => Heard(mine) == 1);
            await Bounded.Until(() => agent.GetStats() is { QueuedRequests: 0, OpenConnections: 1, IdleConnections: 1 });
        }
        finally
        {
            Http.UnobservedError -= OnUnobserved;
        }
    }

    [Fact]
    public async Task A_request_that_cannot_be_sent_as_it_was_written_tells_its_caller_alone()
    {
        Http.UnobservedError += OnUnobserved;
        try
        {
            var options = new ClientRequestOptions
            {
                Host = "127.0.0.1",
                Port = ListenRaw().Port,
                Method = "POST",
                Agent = Agent,
                Headers = [new("Content-Length", "7777")],
            };
            var error = await Assert.ThrowsAsync<HttpException>(() => Http.RequestAsync(options, "123"u8.ToArray()).InTime());
            Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", error.Code);
            await (await Http.GetAsync(To(await ServeAsync((_, response) => response.End("next")))).InTime()).ReadStringAsync().InTime();
            lock (_unobserved)
            {
                Assert.DoesNotContain(_unobserved, other => other.Message.Contains("7777", StringComparison.Ordinal));
            }
        }
        finally
        {
            Http.UnobservedError -= OnUnobserved;
        }
    }

    [Fact]
    public async Task S94_An_error_listener_that_throws_keeps_no_close_back()
    {
        var mine = new InvalidOperationException("thrown in error");
        Http.UnobservedError += OnUnobserved;
        try
        {
            var request = Http.Request(To(DeadPort()));
            var closed = ClosedOf(request);
            request.Errored += _ => throw mine;
            request.End();
            await closed.InTime();
            await Bounded.Until(() => Heard(mine) == 1);
            var server = await ServeAsync((_, response) => response.End("goes on"));
            Assert.Equal("goes on", await (await Http.GetAsync(To(server)).InTime()).ReadStringAsync().InTime());
        }
        finally
        {
            Http.UnobservedError -= OnUnobserved;
        }
    }

    [Fact]
    public async Task S94_A_timeout_listener_that_throws_costs_the_request()
    {
        var mine = new InvalidOperationException("thrown in timeout");
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time });
        var server = ListenRaw();
        var request = Http.Request(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent });
        request.SetTimeout(TimeSpan.FromSeconds(1), _ => throw mine);
        request.End();
        await (await server.AcceptAsync()).ReadHeadAsync();
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return request.Completion.IsCompleted;
        });
        Assert.Same(mine, (await Assert.ThrowsAsync<HttpException>(() => request.Completion)).InnerException);
        await Bounded.Until(() => agent.GetStats().OpenConnections == 0);
    }

    private static ClientRequest Throwing(string place, Exception mine, HttpAgent agent, int port, out TaskCompletionSource thrown)
    {
        var source = Promise();
        thrown = source;
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = port, Agent = agent, Method = "POST" };
        var request = place == "callback"
            ? Http.Request(options, _ => ThrowAt(place, "callback", mine, source))
            : Http.Request(options, response =>
            {
                response.Ended += () => ThrowAt(place, "end", mine, source);
                response.Closed += () => ThrowAt(place, "response close", mine, source);
                if (place == "observer")
                {
                    response.Data.Subscribe(new Callback<ReadOnlyMemory<byte>>(_ => ThrowAt(place, "observer", mine, source)));
                }
                else
                {
                    response.DataReceived += _ => ThrowAt(place, "data", mine, source);
                }
            });
        request.SocketAssigned += _ => ThrowAt(place, "socket", mine, source);
        request.InformationReceived += _ => ThrowAt(place, "information", mine, source);
        request.ContinueReceived += () => ThrowAt(place, "continue", mine, source);
        request.ResponseReceived += _ => ThrowAt(place, "response", mine, source);
        request.ResponseReceived += async response =>
        {
            if (place == "async void")
            {
                await Task.Yield();
                ThrowAt(place, "async void", mine, source);
            }
        };
        request.Closed += () => ThrowAt(place, "close", mine, source);
        return request;
    }

    private static void ThrowAt(string place, string here, Exception mine, TaskCompletionSource thrown)
    {
        if (place == here)
        {
            thrown.TrySetResult();
            throw mine;
        }
    }

    /// <summary>Answers each request on each connection, the first one with everything a callback can hear.</summary>
    private static async Task AnswerAsync(RawServer server)
    {
        while (true)
        {
            var peer = await server.AcceptAsync();
            try
            {
                while (true)
                {
                    var head = await peer.ReadHeadAsync();
                    if (head.StartsWith("GET /behind ", StringComparison.Ordinal))
                    {
                        await peer.AnswerAsync("behind");
                        return;
                    }

                    await peer.ReadUntilAsync("0\r\n\r\n");
                    await peer.SendAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
                    await peer.SendAsync("bo");
                    await peer.SendAsync("dy");
                }
            }
            catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException or EndOfStreamException)
            {
                // The request that failed took its connection along.
            }
        }
    }

    private int Heard(Exception mine)
    {
        lock (_unobserved)
        {
            return _unobserved.Count(error => ReferenceEquals(error, mine));
        }
    }

    private void OnUnobserved(Exception error)
    {
        lock (_unobserved)
        {
            _unobserved.Add(error);
        }
    }
}
