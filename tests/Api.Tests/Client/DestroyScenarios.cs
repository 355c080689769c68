namespace HttpActors.Tests.Client;

/// <summary>A request that is given up, at every stage: scenario 91, in the orders of API.md 1.5.</summary>
public class DestroyScenarios : ClientTest
{
    [Theory]
    [InlineData("destroy", "error ECONNRESET socket hang up, close")]
    [InlineData("own error", "error mine, close")]
    [InlineData("abort", "error ECONNRESET socket hang up, close")]
    [InlineData("cancel", "error ABORT_ERR The operation was aborted, close")]
    public async Task S91_N107_N96_Before_a_socket_there_is_no_socket_event(string how, string events)
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        using var source = new CancellationTokenSource();
        var first = Http.Get(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        var log = new EventLog();
        var queued = Follow(log, new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = agent,
            CancellationToken = source.Token,
        });
        await Bounded.Until(() => agent.GetStats().QueuedRequests == 1);
        GiveUp(queued, how, source);
        Assert.Equal(events, await log.WholeAsync());
        Assert.True(queued.IsDestroyed);
        await Bounded.Until(() => agent.GetStats().QueuedRequests == 0);

        // The one under way has not noticed.
        await peer.AnswerAsync("first");
        Assert.Equal("first", await (await first.Response.InTime()).ReadStringAsync().InTime());
    }

    [Theory]
    [InlineData("destroy", "error ECONNRESET socket hang up, close")]
    [InlineData("own error", "error mine, close")]
    [InlineData("abort", "error ECONNRESET socket hang up, close")]
    [InlineData("cancel", "error ABORT_ERR The operation was aborted, close")]
    public async Task S91_N107_N96_Before_the_connection_is_made_there_is_an_error(string how, string events)
    {
        using var source = new CancellationTokenSource();
        var lookedUp = Promise();
        var log = new EventLog();
        var request = Follow(log, new ClientRequestOptions
        {
            Host = "somewhere",
            Agent = Agent,
            CancellationToken = source.Token,
            Lookup = async (_, stop) =>
            {
                lookedUp.TrySetResult();
                await Promise().Task.WaitAsync(stop);
                return [];
            },
        });
        await lookedUp.Task.InTime();
        Assert.True(request.Socket!.IsConnecting);
        GiveUp(request, how, source);
        Assert.Equal(events, await log.WholeAsync());
        await Bounded.Until(() => Agent.GetStats().OpenConnections == 0);
    }

    [Theory]
    [InlineData("destroy", "response error ECONNRESET aborted")]
    [InlineData("own error", "response error mine")]
    [InlineData("cancel", "response error ABORT_ERR The operation was aborted")]
    [InlineData("response", "response error ECONNRESET aborted")]
    public async Task S91_N89_During_the_body_the_response_fails(string how, string error)
    {
        var server = ListenRaw();
        using var source = new CancellationTokenSource();
        var log = new EventLog();
        var data = Promise<IncomingMessage>();
        var request = Follow(
            log,
            new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = Agent, CancellationToken = source.Token },
            response => response.DataReceived += _ => data.TrySetResult(response));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        var response = await data.Task.InTime();
        if (how == "response")
        {
            response.Destroy();
        }
        else
        {
            GiveUp(request, how, source);
        }

        Assert.Equal($"socket, response, data, close, {error}, response close", await log.WholeAsync());
        Assert.True(response.Aborted.IsCancellationRequested);
        Assert.False(response.IsComplete);
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task S91_A_complete_response_that_nobody_took_is_given_up_and_its_connection_kept()
    {
        var server = ListenRaw();
        var request = Http.Get(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("unread");
        var response = await request.Response.InTime();
        await Bounded.Until(() => Agent.GetStats().IdleConnections == 1);
        var log = new EventLog();
        response.Errored += error => log.Add($"response error {error.Message}");
        response.Closed += () => log.Close("response close");
        request.Closed += () => log.Add("close");
        response.Destroy(new InvalidOperationException("mine"));
        Assert.Equal("close, response error mine, response close", await log.WholeAsync());
        await AnswerOnAsync(peer, server);
    }

    [Fact]
    public async Task S91_N83_After_the_end_the_pooled_connection_survives()
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Follow(log, To(server), closesWith: "close");
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("done");
        Assert.Equal("socket, response, data, end, response close, close", await log.WholeAsync());
        var response = await request.Response.InTime();
        response.Destroy();
        response.Destroy(new InvalidOperationException("too late"));
        request.Destroy();
        request.Abort();
        Assert.False(request.IsDestroyed);
        Assert.False(response.Aborted.IsCancellationRequested);
        await AnswerOnAsync(peer, server);
        Assert.Equal("socket, response, data, end, response close, close", await log.WholeAsync());
    }

    [Fact]
    public async Task S53_After_a_destroy_writes_are_told_to_their_callbacks_only()
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Follow(log, To(server, method: "POST"), closesWith: "close", ends: false);
        request.FlushHeaders();
        await (await server.AcceptAsync()).ReadHeadAsync();
        request.Destroy();
        Assert.Equal("socket, error ECONNRESET socket hang up, close", await log.WholeAsync());
        var write = Promise<Exception?>();
        var end = Promise<Exception?>();
        Assert.False(request.Write("late", callback: write.SetResult));
        request.End("late", end.SetResult);
        request.Destroy(new InvalidOperationException("again"));
        Assert.Equal("ERR_STREAM_DESTROYED", ((IHttpError)(await write.Task.InTime())!).Code);
        Assert.Equal("ERR_STREAM_DESTROYED", ((IHttpError)(await end.Task.InTime())!).Code);
        Assert.Equal("socket, error ECONNRESET socket hang up, close", await log.WholeAsync());
    }

    private static ClientRequest Follow(
        EventLog log, ClientRequestOptions options, Action<IncomingMessage>? also = null, string? closesWith = null, bool ends = true)
    {
        var last = closesWith ?? (also is null ? "close" : "response close");
        void Tell(string entry)
        {
            if (entry == last)
            {
                log.Close(entry);
            }
            else
            {
                log.Add(entry);
            }
        }

        static string Text(Exception error) => error is IHttpError known ? $"{known.Code} {error.Message}" : error.Message;
        var request = Http.Request(options, response =>
        {
            Tell("response");
            response.DataReceived += _ => Tell("data");
            response.Ended += () => Tell("end");
            response.Errored += error => Tell($"response error {Text(error)}");
            response.Closed += () => Tell("response close");
            also?.Invoke(response);
        });
        request.SocketAssigned += _ => Tell("socket");
        request.Errored += error => Tell($"error {Text(error)}");
        request.Closed += () => Tell("close");
        return ends ? request.End() : request;
    }

    private static void GiveUp(ClientRequest request, string how, CancellationTokenSource source)
    {
        switch (how)
        {
            case "destroy":
                request.Destroy();
                break;
            case "abort":
                request.Abort();
                break;
            case "cancel":
                source.Cancel();
                break;
            default:
                request.Destroy(new InvalidOperationException("mine"));
                break;
        }
    }

    /// <summary>The connection serves another request.</summary>
    private async Task AnswerOnAsync(RawPeer peer, RawServer server)
    {
        var next = Http.Get(To(server));
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("next");
        Assert.Equal("next", await (await next.Response.InTime()).ReadStringAsync().InTime());
        Assert.True(next.ReusedSocket);
    }
}
