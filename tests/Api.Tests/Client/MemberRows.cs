using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>Members of the request and of its response that have rows of their own: parts 2.5 and 2.7 of the contract.</summary>
public class MemberRows : ClientTest
{
    [Fact]
    public async Task Row12_The_callback_is_one_listener_among_others_and_all_get_the_one_response()
    {
        var server = await ServeAsync((_, response) => response.End("x"));
        var log = new EventLog();
        var first = Promise<IncomingMessage>();
        var request = Http.Request(To(server), response =>
        {
            log.Add($"callback {response.StatusCode} {response.IsPaused}");
            first.SetResult(response);
        });
        request.ResponseReceived += response => log.Close($"event {first.Task.IsCompletedSuccessfully && ReferenceEquals(first.Task.Result, response)}");
        Action<IncomingMessage> removed = _ => log.Add("removed");
        request.ResponseReceived += removed;
        request.ResponseReceived -= removed;
        request.End();
        Assert.Equal("callback 200 False, event True", await log.WholeAsync());
        Assert.Same(await first.Task, await request.Response.InTime());
        Assert.Equal("x", await (await request.Response).ReadStringAsync().InTime());
        await request.Completion.InTime();
        Assert.Equal("callback 200 False, event True", await log.WholeAsync());
    }

    [Fact]
    public async Task Row47_A_response_closes_once_behind_its_end()
    {
        var server = await ServeAsync((_, response) => response.End("x"));
        var log = new EventLog();
        var request = Http.Get(To(server), response =>
        {
            response.Closed += () => log.Add($"response close {response.IsComplete}");
            response.Ended += () => log.Add("end");
            response.DataReceived += _ => log.Add("data");
        });
        request.Closed += () => log.Close("close");
        Assert.Equal("data, end, response close True, close", await log.WholeAsync());
        await Http.GetAsync(To(server)).InTime();
        Assert.Equal("data, end, response close True, close", await log.WholeAsync());
    }

    [Fact]
    public async Task Row55_S83_A_timeout_of_the_response_is_told_once_to_message_and_request()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time });
        var server = ListenRaw();
        var log = new EventLog();
        var armed = Promise<IncomingMessage>();
        var request = Http.Get(
            new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent },
            response =>
            {
                Assert.Same(response, response.SetTimeout(TimeSpan.FromSeconds(5), socket => log.Add($"message {ReferenceEquals(socket, response.Socket)}")));
                response.Ended += () => log.Close("end");
                response.DataReceived += _ => armed.TrySetResult(response);
            });
        request.TimedOut += _ => log.Add("request");
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
        await armed.Task.InTime();
        time.Advance(TimeSpan.FromSeconds(4.9));
        log.Add("before");
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Bounded.Until(() => log.Count == 3);

        // Once for each silence; what comes after it is taken as ever.
        time.Advance(TimeSpan.FromSeconds(20));
        await peer.SendAsync("lf");
        Assert.Equal("before, request, message True, end", await log.WholeAsync());
        await request.Completion.InTime();
    }

    [Fact]
    public async Task N80_Trailers_are_there_at_the_end()
    {
        var server = ListenRaw();
        var log = new EventLog();
        Http.Get(To(server), response =>
        {
            log.Add($"response {response.Trailers.Count}");
            response.Ended += () => log.Close($"end {response.Trailers["x-sum"]} {response.Trailers.Raw[0].Key} {string.Join('+', response.Trailers.GetValues("x-sum"))}");
            response.Resume();
        });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n1\r\nx\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n");
        Assert.Equal("response 0, end 1, 2 X-Sum 1+2", await log.WholeAsync());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("pieces")]
    [InlineData("pipe")]
    [InlineData("stream")]
    [InlineData("piece by piece")]
    public async Task N85_A_body_can_be_read_in_every_way(string way)
    {
        var text = string.Join(' ', Enumerable.Range(0, 30_000));
        var server = await ServeAsync((_, response) => response.End(text));
        var response = await Http.GetAsync(To(server)).InTime();
        using var all = new MemoryStream();
        switch (way)
        {
            case "text":
                all.Write(Encoding.UTF8.GetBytes(await response.AsTextReader().ReadToEndAsync().InTime()));
                break;
            case "pieces":
                await foreach (var piece in response)
                {
                    all.Write(piece.Span);
                }

                break;
            case "pipe":
                await response.Body.CopyToAsync(all).InTime();
                break;
            case "stream":
                await response.AsStream().CopyToAsync(all).InTime();
                break;
            default:
                for (var piece = await response.ReadAsync().InTime(); piece.Length > 0; piece = await response.ReadAsync().InTime())
                {
                    all.Write(piece.Span);
                }

                break;
        }

        Assert.Equal(text, Encoding.UTF8.GetString(all.ToArray()));
        Assert.Throws<HttpStateException>(() => { _ = response.ReadChunksAsync(); });
    }

    [Fact]
    public async Task Row46_N85_A_response_is_piped_into_another_message()
    {
        var origin = await ServeAsync((_, response) => response.End(new string('x', 300_000)));
        var gateway = await ServeAsync(async (_, response) =>
        {
            var inner = await Http.GetAsync(To(origin));
            await inner.CopyToAsync(response);
        });
        Assert.Equal(new string('x', 300_000), await (await Http.GetAsync(To(gateway)).InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task N89_The_token_fires_when_the_connection_dies_and_not_at_the_end()
    {
        var server = ListenRaw();
        var first = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("whole");
        var whole = await first.InTime();
        var normal = whole.Aborted;
        await whole.ReadAllAsync().InTime();
        var second = Http.GetAsync(To(server));
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        var broken = await second.InTime();
        var fired = Promise();
        broken.Aborted.Register(fired.SetResult);
        broken.Resume();
        peer.Reset();
        await fired.Task.InTime();
        Assert.False(normal.IsCancellationRequested);
    }

    [Fact]
    public async Task N103_N116_S95_Who_waits_for_continue_sends_the_body_when_it_is_wanted()
    {
        var server = ListenRaw();
        var request = Http.Request(Expecting(server.Port));
        var wanted = request.ContinueAsync();
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nExpect: 100-continue\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.False(wanted.IsCompleted);
        await peer.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.True(await wanted.InTime());
        Assert.True(await request.ContinueAsync().InTime());
        request.End("body");
        Assert.Equal("body", await peer.ReadAsync(4));
        await peer.AnswerAsync("done");
        Assert.Equal("done", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task N103_A_final_answer_says_that_the_body_is_not_wanted()
    {
        var server = ListenRaw();
        var request = Http.Request(Expecting(server.Port));
        var wanted = request.ContinueAsync();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.False(await wanted.InTime());
        Assert.Equal(413, (await request.Response.InTime()).StatusCode);
        Assert.False(await request.ContinueAsync().InTime());
    }

    [Fact]
    public async Task N103_A_connection_that_dies_and_a_patience_that_ends_are_told()
    {
        var server = ListenRaw();
        var request = Http.Request(Expecting(server.Port));
        using var patience = new CancellationTokenSource();
        var impatient = request.ContinueAsync(patience.Token);
        var wanted = request.ContinueAsync();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => impatient.InTime());
        peer.Dispose();
        Assert.Equal("ECONNRESET", (await Assert.ThrowsAsync<HttpException>(() => wanted.InTime())).Code);
        Assert.Equal("ECONNRESET", (await Assert.ThrowsAsync<HttpException>(() => request.ContinueAsync().InTime())).Code);
    }

    [Theory]
    [InlineData("GET", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")]
    [InlineData("CONNECT", "HTTP/1.1 200 OK\r\n\r\n")]
    public async Task N104_S98_S99_Where_nobody_listens_for_the_new_protocol_the_connection_is_closed(string method, string answer)
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Http.Request(
            new ClientRequestOptions
            {
                Host = "127.0.0.1",
                Port = server.Port,
                Agent = Agent,
                Method = method,
                Path = method == "CONNECT" ? "a.test:1" : "/",
                Headers = method == "GET" ? [new("Connection", "Upgrade"), new("Upgrade", "x")] : null,
            },
            _ => log.Add("response"));
        request.Errored += error => log.Add($"error {((HttpException)error).Code}");
        request.Closed += () => log.Close("close");
        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(answer);
        Assert.Equal("error ECONNRESET, close", await log.WholeAsync());
        Assert.Equal("", await peer.ReadToEndAsync());
        await Bounded.Until(() => Agent.GetStats().OpenConnections == 0);
    }

    [Fact]
    public async Task N88_A_response_knows_its_request()
    {
        var server = await ServeAsync((received, response) =>
        {
            Assert.Null(received.Request);
            response.StatusCode = received.Url == "/a" ? 307 : 200;
            response.SetHeader("Location", "/b").End();
        });
        var request = Http.Get(To(server, "/a"));
        var response = await request.Response.InTime();
        Assert.Same(request, response.Request);
        Assert.False(response.Upgrade);
        await response.ReadAllAsync().InTime();
        var followed = await Http.GetAsync(
            new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Path = "/a", Agent = Agent, MaxRedirects = 1 }).InTime();
        Assert.Equal((200, "/b"), (followed.StatusCode, followed.Request!.Path));
        await followed.ReadAllAsync().InTime();
    }

    [Fact]
    public async Task N63_Trailers_of_a_request_follow_its_chunked_body()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server, method: "POST"));
        request.Write("x");
        request.AddTrailers([new("Checksum", "abc")]);
        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        Assert.Equal("1\r\nx\r\n0\r\nChecksum: abc\r\n\r\n", await peer.ReadUntilAsync("abc\r\n\r\n"));
        Assert.Throws<HttpStateException>(() => request.AddTrailers([new("A", "b")]));
    }

    [Fact]
    public async Task N109_N117_Calls_on_a_request_can_be_chained()
    {
        var server = await ServeAsync((received, response) => response.End(
            $"{received.Headers["x-a"]} {received.Headers["x-number"]} {received.Headers["x-list"]} {received.Headers["x-b"]}"));
        var request = Http.Request(To(server))
            .SetHeader("X-A", "1")
            .AppendHeader("X-A", "2")
            .SetHeader("X-Number", 3)
            .SetHeader("X-List", ["4", "5"])
            .SetHeaders([new("X-B", "6")])
            .SetTimeout(TimeSpan.Zero)
            .SetNoDelay()
            .End();
        Assert.Equal("1, 2 3 4, 5 6", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task N110_A_request_says_what_it_asks_for()
    {
        var server = await ServeAsync((_, response) => response.End());
        var request = Http.Request(To(server, "/path?q", "put"));
        Assert.Equal(("PUT", "/path?q", "127.0.0.1", "http:"), (request.Method, request.Path, request.Host, request.Protocol));
        request.End();
        await (await request.Response.InTime()).ReadAllAsync().InTime();
    }

    [Fact]
    public async Task N115_What_is_written_under_a_cork_leaves_as_one_piece()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server, method: "POST"));
        using (request.Cork())
        {
            Assert.True(request.IsCorked);
            request.Write("one ");
            request.Write("piece");
        }

        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        Assert.Equal("9\r\none piece\r\n0\r\n\r\n", await peer.ReadUntilAsync("0\r\n\r\n"));
    }

    private ClientRequestOptions Expecting(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Agent = Agent,
        Method = "POST",
        Headers = [new("Expect", "100-continue"), new("Content-Length", "4")],
    };
}
