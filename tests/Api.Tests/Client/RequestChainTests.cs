namespace HttpActors.Tests.Client;

/// <summary>Requests that take several: what is sent again is the same, and what a peer sends breaks nothing.</summary>
public sealed class RequestChainTests : ClientTest
{
    [Theory]
    [InlineData("GET", "/a/%2e%2e/b")]
    [InlineData("GET", "/a/../b?x=%41|")]
    [InlineData("PUT", "/%41%7e")]
    [InlineData("OPTIONS", "*")]
    public async Task A_request_that_is_tried_again_has_the_same_target(string method, string path)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Method = method,
            Path = path,
            Agent = Agent,
            Retry = new HttpRetryOptions { MaxRetries = 1 },
        });
        var peer = await server.AcceptAsync();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.StartsWith($"{method} {path} HTTP/1.1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
            await peer.SendAsync("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
        }

        Assert.Equal(503, (await pending.InTime()).StatusCode);
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/", "ERR_INVALID_PROTOCOL")]
    [InlineData("mailto:a@b.c", "ERR_INVALID_PROTOCOL")]
    [InlineData("ftp://127.0.0.1/", "ERR_INVALID_PROTOCOL")]
    public async Task A_location_that_cannot_be_followed_is_an_error_of_the_exchange_and_leaves_the_connection(string location, string code)
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { MaxSockets = 1 });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent, MaxRedirects = 2 };
        var pending = Http.GetAsync(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 301 Moved\r\nLocation: {location}\r\nContent-Length: 5\r\n\r\n");
        var error = await Assert.ThrowsAsync<HttpException>(() => pending.InTime());
        Assert.Equal((code, HttpPhase.Headers, $"127.0.0.1:{server.Port}"), (error.Code, error.Phase, error.Origin));
        await peer.SendAsync("moved");

        var next = Http.GetAsync(options);
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("here");
        Assert.Equal("here", await (await next.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task A_host_of_raw_headers_names_where_the_redirection_goes()
    {
        var (first, second) = (ListenRaw(), ListenRaw());
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = first.Port,
            Agent = Agent,
            MaxRedirects = 1,
            RawHeaders = [new("host", $"127.0.0.1:{first.Port}"), new("Cookie", "secret"), new("X", "y")],
        });
        var peer = await first.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{second.Port}/y\r\nContent-Length: 0\r\n\r\n");
        var other = await second.AcceptAsync();
        Assert.Equal($"GET /y HTTP/1.1\r\nhost: 127.0.0.1:{second.Port}\r\nX: y\r\n\r\n", await other.ReadHeadAsync());
        await other.AnswerAsync();
        await (await pending.InTime()).ReadAllAsync().InTime();
    }
}
