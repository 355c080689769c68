namespace HttpActors.Tests.Client;

/// <summary><c>http.ClientRequest</c>: rows 37 to 45 of the contract, and the orders of its events.</summary>
public class Rows37To45_ClientRequest : ClientTest
{
    [Fact]
    public async Task Row37_The_head_can_be_changed_until_the_first_write()
    {
        var server = await ServeAsync((request, response) => response.End(request.Headers["x-late"]!));
        var request = Http.Request(To(server, method: "POST"));
        request.SetHeader("X-Late", "yes");
        request.Write("x");
        Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<HttpStateException>(() => request.SetHeader("X", "y")).Code);
        Assert.Equal("yes", request.GetHeader("x-late"));
        request.End();
        Assert.Equal("yes", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Row38_Row40_Row41_Row42_The_events_of_an_exchange_come_once_and_in_order()
    {
        var server = await ServeAsync((request, response) =>
        {
            request.Ended += () => response.End("answer");
            request.Resume();
        });
        var log = new EventLog();
        var request = Http.Request(To(server, method: "POST"), response =>
        {
            log.Add("response");
            response.DataReceived += data => log.Add($"data {data.Length}");
            response.Ended += () => log.Add("end");
            response.Closed += () => log.Add("response close");
            response.Errored += _ => log.Add("response error");
        });
        request.SocketAssigned += _ => log.Add("socket");
        request.Finished += () => log.Add("finish");
        request.Errored += _ => log.Add("error");
        request.Closed += () => log.Close("close");
        request.Write("one");
        request.End("two");
        Assert.Equal("socket, finish, response, data 6, end, response close, close", await log.WholeAsync());
    }

    [Fact]
    public async Task Row39_A_refused_connection_is_one_error_before_the_close()
    {
        var log = new EventLog();
        var request = Http.Get(To(DeadPort()), _ => log.Add("response"));
        request.SocketAssigned += _ => log.Add("socket");
        request.Errored += error => log.Add($"error {((HttpException)error).Code} {((HttpException)error).Phase}");
        request.Closed += () => log.Close("close");
        Assert.Equal("error ECONNREFUSED Connect, close", await log.WholeAsync());
        var error = await Assert.ThrowsAsync<HttpException>(() => request.Response.InTime());
        Assert.Equal("ECONNREFUSED", error.Code);
        Assert.StartsWith("127.0.0.1:", error.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row39_A_name_that_is_not_known_is_ENOTFOUND()
    {
        var options = new ClientRequestOptions
        {
            Host = "somewhere",
            Agent = Agent,
            Lookup = (_, _) => ValueTask.FromResult<System.Net.IPAddress[]>([]),
        };
        var error = await Assert.ThrowsAsync<HttpException>(() => Http.GetAsync(options).InTime());
        Assert.Equal("ENOTFOUND", error.Code);
        Assert.Equal(HttpPhase.Connect, error.Phase);
    }

    [Fact]
    public async Task Row39_S89_Closed_before_an_answer_is_a_hang_up()
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Http.Get(To(server));
        request.SocketAssigned += _ => log.Add("socket");
        request.Errored += error => log.Add($"error {((HttpException)error).Code} {error.Message}");
        request.Closed += () => log.Close("close");
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        peer.Dispose();
        Assert.Equal("socket, error ECONNRESET socket hang up, close", await log.WholeAsync());
    }

    [Fact]
    public async Task Row39_S63_Garbage_is_one_parse_error()
    {
        var server = ListenRaw();
        var response = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("bad stuff\r\n\r\n");
        var error = await Assert.ThrowsAsync<HttpException>(() => response.InTime());
        Assert.Equal("HPE_INVALID_CONSTANT", error.Code);
        Assert.Equal(HttpPhase.Headers, error.Phase);
        Assert.Equal(1, error.Attempt);
    }

    [Fact]
    public async Task Row39_An_error_that_nobody_hears_goes_to_UnobservedError()
    {
        var heard = Promise<Exception>();
        var port = DeadPort();
        void OnUnobserved(Exception error)
        {
            if (error is HttpException http && http.Origin == $"127.0.0.1:{port}")
            {
                heard.TrySetResult(error);
            }
        }

        Http.UnobservedError += OnUnobserved;
        try
        {
            Http.Get(To(port));
            Assert.Equal("ECONNREFUSED", ((HttpException)await heard.Task.InTime()).Code);
        }
        finally
        {
            Http.UnobservedError -= OnUnobserved;
        }
    }

    [Fact]
    public async Task Row41_A_late_listener_is_told_all_the_same()
    {
        var server = await ServeAsync((_, response) => response.End("late"));
        var request = Http.Get(To(server));
        await request.Response.InTime();
        var again = Promise<IncomingMessage>();
        request.ResponseReceived += again.SetResult;
        Assert.Same(await request.Response, await again.Task.InTime());
        await (await request.Response).ReadAllAsync().InTime();
        await request.Completion.InTime();
        await ClosedOf(request).InTime();
    }

    [Fact]
    public async Task Row43_End_calls_back_once_and_the_second_end_is_told()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var first = Promise<Exception?>();
        var second = Promise<Exception?>();
        var request = Http.Request(To(server, method: "POST"));
        request.End("body", first.SetResult);
        Assert.Null(await first.Task.InTime());
        request.End(second.SetResult);
        Assert.Equal("body", await (await request.Response.InTime()).ReadStringAsync().InTime());
        Assert.Equal("ERR_STREAM_ALREADY_FINISHED", Assert.IsType<HttpStateException>(await second.Task.InTime()).Code);
    }

    [Fact]
    public async Task Row44_S83_A_timeout_without_a_listener_destroys_the_request()
    {
        var server = ListenRaw();
        var request = Http.Get(To(server));
        request.SetTimeout(TimeSpan.FromMilliseconds(50));
        var error = await ErrorOf(request).InTime();
        Assert.Equal("ETIMEDOUT", Assert.IsType<HttpTimeoutException>(error).Code);
        await ClosedOf(request).InTime();
    }

    [Fact]
    public async Task Row44_N105_N117_S83_A_timeout_with_a_listener_closes_nothing()
    {
        var server = ListenRaw();
        var timedOut = Promise<NetSocket?>();
        var request = Http.Get(To(server)).SetTimeout(TimeSpan.FromMilliseconds(50), timedOut.SetResult);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        Assert.NotNull(await timedOut.Task.InTime());
        await peer.AnswerAsync("still there");
        Assert.Equal("still there", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Row45_Write_calls_back_when_the_octets_were_handed_over()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var written = Promise<Exception?>();
        var request = Http.Request(To(server, method: "POST"));
        Assert.True(request.Write("part", callback: written.SetResult));
        Assert.Null(await written.Task.InTime());
        request.End();
        Assert.Equal("part", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Row45_S51_A_write_after_the_end_is_told()
    {
        var answer = Promise();
        var server = await ServeAsync(async (_, response) =>
        {
            await answer.Task;
            response.End();
        });
        var request = Http.Request(To(server, method: "POST"));
        request.End("whole");
        var told = Promise<Exception?>();
        Assert.False(request.Write("more", callback: told.SetResult));
        Assert.Equal("ERR_STREAM_WRITE_AFTER_END", Assert.IsType<HttpStateException>(await told.Task.InTime()).Code);
        answer.SetResult();
        await (await request.Response.InTime()).ReadAllAsync().InTime();
    }

    [Fact]
    public async Task S35_The_framing_of_a_request_follows_how_it_is_written()
    {
        var server = ListenRaw();
        var sized = Http.Request(To(server, method: "POST")).End("abc");
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nContent-Length: 3\r\n", await peer.ReadUntilAsync("abc"), StringComparison.Ordinal);
        await peer.AnswerAsync();
        await (await sized.Response.InTime()).ReadAllAsync().InTime();

        var chunked = Http.Request(To(server, method: "POST"));
        chunked.Write("ab");
        chunked.End("c");
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", await peer.ReadUntilAsync("0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Abort_before_a_response_is_a_hang_up()
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Http.Get(To(server));
        request.Errored += error => log.Add($"error {error.Message}");
        request.Closed += () => log.Close("close");
        await (await server.AcceptAsync()).ReadHeadAsync();
        request.Abort();
        Assert.Equal("error socket hang up, close", await log.WholeAsync());
        Assert.True(request.IsDestroyed);
    }

    [Fact]
    public async Task Destroy_gives_its_own_error()
    {
        var server = ListenRaw();
        var request = Http.Get(To(server));
        await (await server.AcceptAsync()).ReadHeadAsync();
        var mine = new InvalidOperationException("mine");
        request.Destroy(mine);
        Assert.Same(mine, await ErrorOf(request).InTime());
        Assert.Same(mine, request.Error);
    }

    [Fact]
    public async Task N96_Cancelling_is_an_abort_error()
    {
        var server = ListenRaw();
        using var source = new CancellationTokenSource();
        var response = Http.GetAsync(To(server), source.Token);
        await (await server.AcceptAsync()).ReadHeadAsync();
        await source.CancelAsync();
        var error = await Assert.ThrowsAsync<HttpAbortException>(() => response.InTime());
        Assert.Equal("ABORT_ERR", error.Code);
        Assert.Equal(source.Token, error.CancellationToken);
    }
}
