namespace HttpActors.Tests.Client;

/// <summary>A request leaves inside the call that makes it: its answers may be there before anybody listens.</summary>
public sealed class LateListenerTests : ClientTest
{
    [Fact]
    public async Task The_wish_for_the_body_is_told_to_whoever_listens_late()
    {
        var server = ListenRaw();
        var request = Http.Request(Asking(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await peer.AnswerAsync("early");
        Assert.Equal("early", await (await request.Response.InTime()).ReadStringAsync().InTime());

        var wanted = Promise();
        request.ContinueReceived += wanted.SetResult;
        await wanted.Task.InTime();
        request.End("body");
        Assert.Equal("body", await peer.ReadAsync(4));
    }

    [Fact]
    public async Task Hints_are_kept_in_their_order_and_told_once()
    {
        var server = ListenRaw();
        var request = Http.Get(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(number => $"HTTP/1.1 103 Early Hints\r\nLink: {number}\r\n\r\n")));
        await peer.AnswerAsync("body");
        var response = await request.Response.InTime();

        var log = new EventLog();
        request.InformationReceived += hint => Note(hint, "first");
        Assert.Equal(string.Join(", ", Enumerable.Range(0, 16).Select(number => $"first {number}")), await log.WholeAsync());
        var second = false;
        request.InformationReceived += _ => second = true;
        Assert.Equal("body", await response.ReadStringAsync().InTime());
        Assert.False(second);

        void Note(HttpInformation hint, string who)
        {
            var entry = $"{who} {hint.Headers["link"]}";
            if (hint.Headers["link"] == "15")
            {
                log.Close(entry);
            }
            else
            {
                log.Add(entry);
            }
        }
    }

    [Theory]
    [InlineData("GET", "101 Switching Protocols")]
    [InlineData("CONNECT", "200 Connection established")]
    public async Task A_connection_that_was_switched_waits_for_whoever_listens_late(string method, string answer)
    {
        var (request, peer) = await SwitchAsync(Agent, method, answer);
        var switched = Promise<string>();
        if (method == "CONNECT")
        {
            request.TunnelEstablished += Take;
        }
        else
        {
            request.Upgraded += Take;
        }

        Assert.Equal("first", await switched.Task.InTime());
        Assert.Equal("ours", await peer.ReadAsync(4));
        request.Socket!.Destroy();

        void Take(IncomingMessage response, NetSocket socket, ReadOnlyMemory<byte> first)
        {
            socket.Write("ours");
            switched.TrySetResult(System.Text.Encoding.ASCII.GetString(first.Span));
        }
    }

    [Fact]
    public async Task A_connection_that_was_switched_for_nobody_is_closed_after_a_moment()
    {
        var time = new ManualTimeProvider();
        var (request, peer) = await SwitchAsync(NewAgent(new HttpAgentOptions { TimeProvider = time }), "GET", "101 Switching Protocols");
        var error = ErrorOf(request);
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return error.IsCompleted;
        });
        Assert.Contains("nobody listens", (await error).Message, StringComparison.Ordinal);
        Assert.Equal("", await peer.ReadToEndAsync());

        var taken = false;
        request.Upgraded += (_, _, _) => taken = true;
        await ClosedOf(request).InTime();
        Assert.False(taken);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_it_waits_for_a_listener_fails_its_request()
    {
        var (request, peer) = await SwitchAsync(Agent, "GET", "101 Switching Protocols");
        peer.Reset();
        Assert.Equal("ECONNRESET", ((HttpException)await ErrorOf(request).InTime()).Code);
    }

    private async Task<(ClientRequest Request, RawPeer Peer)> SwitchAsync(HttpAgent agent, string method, string answer)
    {
        var server = ListenRaw();
        var request = Http.Get(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Path = method == "CONNECT" ? "example.test:443" : "/",
            Method = method,
            Agent = agent,
            Headers = method == "CONNECT" ? null : [new("Connection", "Upgrade"), new("Upgrade", "test")],
        });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        var fields = method == "CONNECT" ? "" : "Connection: Upgrade\r\nUpgrade: test\r\n";
        await peer.SendAsync($"HTTP/1.1 {answer}\r\n{fields}\r\nfirst");
        await Bounded.Until(() => request.Socket is { IsUpgraded: true });
        return (request, peer);
    }

    private ClientRequestOptions Asking(RawServer server) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Agent = Agent,
        Method = "POST",
        Headers = [new("Expect", "100-continue"), new("Content-Length", "4")],
    };
}
