namespace HttpActors.Tests.Client;

/// <summary><c>http.request</c> and <c>http.get</c>: rows 5 to 14 of the contract.</summary>
public class Rows05To14_Request : ClientTest
{
    [Fact]
    public async Task Row05_A_request_connects_when_it_is_made()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server));
        var peer = await server.AcceptAsync();
        request.End();
        Assert.StartsWith("GET / HTTP/1.1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row05_The_callback_gets_the_response_once()
    {
        var server = await ServeAsync((_, response) => response.End("yes"));
        var calls = 0;
        var got = Promise<IncomingMessage>();
        var request = Http.Request(To(server), response =>
        {
            Interlocked.Increment(ref calls);
            got.TrySetResult(response);
        });
        request.End();
        var response = await got.Task.InTime();
        Assert.Equal("yes", await response.ReadStringAsync().InTime());
        await request.Completion.InTime();
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Row05_The_options_are_not_changed()
    {
        var server = await ServeAsync((_, response) => response.End());
        var options = To(server, "/a");
        await (await Http.GetAsync(options).InTime()).ReadAllAsync().InTime();
        Assert.Equal("127.0.0.1", options.Host);
        Assert.Equal(PortOf(server), options.Port);
        Assert.Null(options.Headers);
    }

    [Fact]
    public void Row06_The_default_host_is_localhost() => Assert.Equal("localhost", new ClientRequestOptions().Host);

    [Fact]
    public async Task Row06_Localhost_reaches_a_server_on_either_family()
    {
        var server = await ServeAsync((_, response) => response.End("here"));
        var response = await Http.GetAsync(new ClientRequestOptions { Port = PortOf(server), Agent = Agent }).InTime();
        Assert.Equal("here", await response.ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Row07_Hostname_wins_over_host()
    {
        var server = await ServeAsync((request, response) => response.End(request.Headers["host"]!));
        var options = new ClientRequestOptions { Host = "no-such-host.invalid", Hostname = "127.0.0.1", Port = PortOf(server), Agent = Agent };
        var response = await Http.GetAsync(options).InTime();
        Assert.Equal($"127.0.0.1:{PortOf(server)}", await response.ReadStringAsync().InTime());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Row08_A_port_out_of_range_is_refused_at_once(int port)
    {
        var error = Assert.Throws<HttpRangeException>(() => Http.Request(To(port)));
        Assert.Equal("ERR_SOCKET_BAD_PORT", error.Code);
    }

    [Fact]
    public void Row08_The_default_port_is_80() => Assert.Equal(80, new ClientRequestOptions().Port);

    [Fact]
    public async Task Row09_The_method_is_sent_in_upper_case()
    {
        var server = await ServeAsync((request, response) => response.End(request.Method!));
        var response = await Http.RequestAsync(To(server, method: "post")).InTime();
        Assert.Equal("POST", await response.ReadStringAsync().InTime());
    }

    [Theory]
    [InlineData("")]
    [InlineData("GE T")]
    [InlineData("GET\0")]
    public void Row09_A_method_that_is_no_token_is_refused(string method)
    {
        var error = Assert.Throws<HttpArgumentException>(() => Http.Request(To(80, method: method)));
        Assert.Equal("ERR_INVALID_HTTP_TOKEN", error.Code);
    }

    [Fact]
    public async Task Row10_S65_The_path_goes_out_as_it_is_with_its_query()
    {
        var server = await ServeAsync((request, response) => response.End(request.Url));
        var response = await Http.GetAsync(To(server, "/index.html?page=12&x=%zz?")).InTime();
        Assert.Equal("/index.html?page=12&x=%zz?", await response.ReadStringAsync().InTime());
    }

    [Fact]
    public void Row10_S66_Characters_that_would_break_the_line_are_refused_at_every_place()
    {
        for (var c = 0; c <= 0x180; c++)
        {
            var path = $"/a{(char)c}b";
            if (c is <= 0x20 or 0x7F or > 0xFF)
            {
                var error = Assert.Throws<HttpArgumentException>(() => Http.Request(To(DeadPort(), path)));
                Assert.Equal("ERR_UNESCAPED_CHARACTERS", error.Code);
            }
        }
    }

    [Fact]
    public async Task Row10_S66_The_path_is_checked_when_it_is_changed_later()
    {
        var server = await ServeAsync((request, response) => response.End(request.Url));
        var request = Http.Request(To(server));
        Assert.Equal("ERR_UNESCAPED_CHARACTERS", Assert.Throws<HttpArgumentException>(() => request.Path = "/a b").Code);
        request.Path = "/changed";
        request.End();
        Assert.Equal("/changed", await (await request.Response.InTime()).ReadStringAsync().InTime());
        Assert.Throws<HttpStateException>(() => request.Path = "/late");
    }

    [Fact]
    public async Task Row11_Headers_are_sent_in_order_with_their_case_and_duplicates()
    {
        var server = ListenRaw();
        var options = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = Agent,
            Headers = [new("X-One", "1"), new("x-TWO", "2"), new("X-One", "3")],
        };
        Http.Get(options);
        var peer = await server.AcceptAsync();
        Assert.Equal(
            $"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nX-One: 1\r\nx-TWO: 2\r\nX-One: 3\r\nConnection: keep-alive\r\n\r\n",
            await peer.ReadHeadAsync());
    }

    [Fact]
    public async Task Row13_Without_end_the_request_is_not_complete()
    {
        var served = Promise();
        var server = await ServeAsync((request, response) =>
        {
            request.Ended += () => served.TrySetResult();
            request.Resume();
            response.End();
        });
        var request = Http.Request(To(server, method: "POST"));
        request.Write("part");
        var response = await request.Response.InTime();
        Assert.Equal(200, response.StatusCode);
        Assert.False(served.Task.IsCompleted);
        Assert.False(request.IsEnded);
        request.End();
        await served.Task.InTime();
    }

    [Fact]
    public async Task Row14_Get_ends_by_itself_and_does_not_force_the_method()
    {
        var server = await ServeAsync((request, response) => response.End(request.Method!));
        var got = Promise<IncomingMessage>();
        var request = Http.Get(To(server, method: "DELETE"), got.SetResult);
        Assert.True(request.IsEnded);
        Assert.Equal("DELETE", await (await got.Task.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task S07_Ending_a_get_again_is_harmless()
    {
        var server = await ServeAsync((_, response) => response.End("once"));
        var request = Http.Get(To(server));
        Assert.Same(request, request.End());
        Assert.Equal("once", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task N02_A_url_gives_host_port_path_and_user()
    {
        var server = await ServeAsync((request, response) =>
            response.End($"{request.Url} {request.Headers["authorization"]}"));
        var response = await Http.GetAsync(
            $"http://us%20er:pa%3Ass@127.0.0.1:{PortOf(server)}/p?q=1", new ClientRequestOptions { Agent = Agent }).InTime();
        Assert.Equal("/p?q=1 Basic dXMgZXI6cGE6c3M=", await response.ReadStringAsync().InTime());
    }

    [Fact]
    public async Task N2_Options_win_over_the_url()
    {
        var server = await ServeAsync((request, response) => response.End(request.Url));
        var options = new ClientRequestOptions { Port = PortOf(server), Path = "/mine", Agent = Agent };
        var response = await Http.GetAsync("http://127.0.0.1:1/theirs", options).InTime();
        Assert.Equal("/mine", await response.ReadStringAsync().InTime());
    }

    [Theory]
    [InlineData("not a url", "ERR_INVALID_URL")]
    [InlineData("https://example.test/", "ERR_INVALID_PROTOCOL")]
    public void N02_A_url_that_cannot_be_requested_is_refused_at_once(string url, string code)
    {
        Assert.Equal(code, Assert.Throws<HttpArgumentException>(() => Http.Request(url)).Code);
    }

    [Fact]
    public async Task S34_N91_A_given_authorization_wins_over_the_user()
    {
        var server = await ServeAsync((request, response) => response.End(request.Headers["authorization"]!));
        var options = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = PortOf(server),
            Agent = Agent,
            Auth = "user:password",
            Headers = [new("Authorization", "mine")],
        };
        Assert.Equal("mine", await (await Http.GetAsync(options).InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task S33_Host_carries_the_port_unless_it_is_the_default()
    {
        var server = ListenRaw();
        Http.Get(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, DefaultPort = server.Port, Agent = Agent });
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nHost: 127.0.0.1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S33_N93_Raw_headers_are_all_that_is_sent()
    {
        var server = ListenRaw();
        Http.Get(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = Agent,
            RawHeaders = [new("A", "b"), new("Host", "x")],
        });
        var peer = await server.AcceptAsync();
        Assert.Equal("GET / HTTP/1.1\r\nA: b\r\nHost: x\r\n\r\n", await peer.ReadHeadAsync());
    }

    [Fact]
    public async Task S33_N94_SetHost_false_adds_none()
    {
        var server = ListenRaw();
        Http.Get(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = Agent, SetHost = false });
        var peer = await server.AcceptAsync();
        Assert.Equal("GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n", await peer.ReadHeadAsync());
    }
}
