using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>Header fields from the client's side: group B of the scenarios.</summary>
public class HeaderScenarios : ClientTest
{
    [Fact]
    public async Task S15_S25_N78_N79_Look_up_ignores_case_and_the_wire_keeps_it()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server));
        request.SetHeader("X-MiXeD", "1");
        Assert.Equal("1", request.GetHeader("x-mixed"));
        Assert.True(request.HasHeader("X-MIXED"));
        request.End();
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nX-MiXeD: 1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.SendAsync("HTTP/1.1 200 OK\r\nX-bAcK: a\r\nContent-Length: 0\r\nx-BaCk: b\r\n\r\n");
        var response = await request.Response.InTime();
        Assert.Equal("a, b", response.Headers["x-back"]);
        Assert.Equal(["a", "b"], response.Headers.GetValues("X-Back"));
        Assert.Equal(["X-bAcK: a", "Content-Length: 0", "x-BaCk: b"], response.RawHeaders.Select(line => $"{line.Key}: {line.Value}"));
    }

    [Fact]
    public void S18_N109_Once_the_head_is_built_nothing_of_it_can_be_changed()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server, method: "POST"));
        request.SetHeader("X-Set", "1");
        request.SetHeaders([new("X-More", "2"), new("X-More", "3")]);
        Assert.Equal(["X-Set", "X-More", "X-More"], request.Headers.Raw.Select(line => line.Key));
        Assert.Equal(["x-set", "x-more"], request.Headers.Names);
        request.RemoveHeader("x-set");
        Assert.False(request.HasHeader("X-Set"));
        Assert.False(request.HeadersSent);
        request.FlushHeaders();
        Assert.True(request.HeadersSent);
        Action[] late =
        [
            () => request.SetHeader("A", "b"),
            () => request.AppendHeader("A", "b"),
            () => request.RemoveHeader("X-More"),
            () => request.SetHeaders([new("A", "b")]),
        ];
        Assert.All(late, change => Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<HttpStateException>(change).Code));
        Assert.Equal("2, 3", request.GetHeader("x-more"));
        request.Destroy();
    }

    [Theory]
    [InlineData("not fine", "x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("colon:", "x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("quo\"te", "x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("tab\t", "x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("snow☃", "x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("", "x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("fine", "a\r\nb: c", "ERR_INVALID_CHAR")]
    [InlineData("fine", "\0", "ERR_INVALID_CHAR")]
    [InlineData("fine", "☃", "ERR_INVALID_CHAR")]
    public void S19_N5_N6_What_is_no_field_is_refused_at_once(string name, string value, string code)
    {
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = DeadPort(), Agent = Agent, Headers = [new(name, value)] };
        Assert.Equal(code, Assert.Throws<HttpArgumentException>(() => Http.Request(options)).Code);
        using var server = ListenRaw();
        var request = Http.Request(To(server));
        Assert.Equal(code, Assert.Throws<HttpArgumentException>(() => request.SetHeader(name, value)).Code);
        Assert.Equal(code, Assert.Throws<HttpArgumentException>(() => request.AppendHeader(name, value)).Code);
        Assert.Equal(code, Assert.Throws<HttpArgumentException>(Validate).Code);
        request.Destroy();

        void Validate()
        {
            Http.ValidateHeaderName(name);
            Http.ValidateHeaderValue(name, value);
        }
    }

    [Theory]
    [InlineData("testing_123")]
    [InlineData("0")]
    [InlineData("It's_fun")]
    [InlineData("foo|bar")]
    public async Task S19_Every_token_is_a_name(string name)
    {
        var server = await ServeAsync((request, response) => response.End(request.Headers[name]!));
        var request = Http.Request(To(server)).SetHeader(name, "here");
        Assert.ThrowsAny<ArgumentException>(() => request.SetHeader(null!, "x"));
        Assert.ThrowsAny<ArgumentException>(() => request.SetHeader(name, (string)null!));
        request.End();
        Assert.Equal("here", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task S22_N100_A_list_makes_a_line_for_each_item_but_for_cookie_and_unique_names()
    {
        var server = ListenRaw();
        var options = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = Agent,
            UniqueHeaders = ["X-Once"],
            Headers = [new("cookie", "a=1"), new("X-Once", "1"), new("X-Each", "1")],
        };
        var request = Http.Request(options);
        request.AppendHeader("Cookie", "b=2");
        request.AppendHeader("x-once", "2");
        request.AppendHeader("X-Each", "2");
        request.SetHeader("X-List", ["3", "4"]);
        request.SetHeader("X-ONCE", ["5", "6"]);
        request.End();
        var peer = await server.AcceptAsync();
        var lines = (await peer.ReadHeadAsync()).Split("\r\n").Where(line => line.StartsWith("X-", StringComparison.OrdinalIgnoreCase) || line.StartsWith("cookie", StringComparison.Ordinal));
        Assert.Equal(["cookie: a=1; b=2", "X-Each: 1", "X-Each: 2", "X-List: 3", "X-List: 4", "X-ONCE: 5; 6"], lines);
    }

    [Theory]
    [InlineData(false, "first", "http://a/")]
    [InlineData(true, "first, second", "http://a/, http://b/")]
    public async Task S23_N100_Duplicates_of_a_response_follow_Nodes_rules(bool joins, string type, string location)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = Agent,
            JoinDuplicateHeaders = joins,
        });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: first\r\nContent-Type: second\r\nLocation: http://a/\r\nLocation: http://b/\r\n"
            + "Vary: a\r\nVary: b\r\nCookie: a\r\nCookie: b\r\nSet-Cookie: only\r\nContent-Length: 0\r\n\r\n");
        var headers = (await pending.InTime()).Headers;
        Assert.Equal((type, location), (headers["content-type"], headers["location"]));
        Assert.Equal(("a, b", "a; b"), (headers["vary"], headers["cookie"]));
        Assert.Equal(["only"], headers.GetValues("set-cookie"));
        Assert.Equal(["first", "second"], headers.GetValues("content-type"));
    }

    [Fact]
    public async Task S26_Blanks_around_a_value_are_no_part_of_it_however_they_arrive()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        foreach (var octet in "HTTP/1.1 200 OK\r\nX-A: \t a\tb \t \r\nX-Blank:  \t \r\nContent-Length: 0\r\n\r\n")
        {
            await peer.SendAsync(octet.ToString());
        }

        var headers = (await pending.InTime()).Headers;
        Assert.Equal("a\tb", headers["x-a"]);
        Assert.Equal("", headers["x-blank"]);
    }

    [Fact]
    public async Task S26_A_folded_field_is_refused()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal("HPE_UNEXPECTED_SPACE", (await Assert.ThrowsAsync<HttpException>(() => pending.InTime())).Code);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("options")]
    [InlineData("request")]
    public async Task S27_N100_N112_One_field_more_than_the_limit_is_an_error_and_zero_is_no_limit(string place)
    {
        foreach (var (limit, fields, isFine) in new[] { (20, 20, true), (20, 21, false), (0, 2500, true) })
        {
            var server = ListenRaw();
            var agent = NewAgent(new HttpAgentOptions { MaxHeadersCount = place == "agent" ? limit : 2000 });
            var request = Http.Request(new ClientRequestOptions
            {
                Host = "127.0.0.1",
                Port = server.Port,
                Agent = agent,
                MaxHeadersCount = place == "options" ? limit : null,
            });
            if (place == "request")
            {
                // It has its connection already, and may still change its mind.
                var assigned = Promise();
                request.SocketAssigned += _ => assigned.TrySetResult();
                await assigned.Task.InTime();
                request.MaxHeadersCount = limit;
            }

            Assert.Equal(limit, request.MaxHeadersCount);
            request.End();
            Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<HttpStateException>(() => request.MaxHeadersCount = 1).Code);
            var peer = await server.AcceptAsync();
            await peer.ReadHeadAsync();
            var lines = string.Concat(Enumerable.Range(1, fields - 1).Select(i => $"A{i}: b\r\n"));
            await peer.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{lines}\r\n");
            if (isFine)
            {
                Assert.Equal(fields, (await request.Response.InTime()).RawHeaders.Count);
            }
            else
            {
                Assert.Equal("HPE_HEADER_OVERFLOW", (await Assert.ThrowsAsync<HttpException>(() => request.Response.InTime())).Code);
            }
        }
    }

    [Fact]
    public async Task S29_Values_are_Latin1_in_both_directions()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server)).SetHeader("X-Name", "Zoë").End();
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nX-Name: Zoë\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.SendAsync("HTTP/1.1 200 OK\r\nX-Name: Chloé\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal("Chloé", (await request.Response.InTime()).Headers["x-name"]);
        Assert.Equal(5, Encoding.Latin1.GetByteCount("Chloé"));
    }

    [Fact]
    public async Task S30_A_request_carries_no_date_and_look_alikes_replace_nothing()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server, method: "POST"));
        request.SetHeader("X-Connection", "a").SetHeader("X-Host", "b").SetHeader("X-Content-Length", "c").End("abc");
        var head = await (await server.AcceptAsync()).ReadHeadAsync();
        Assert.DoesNotContain("\r\nDate:", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"\r\nHost: 127.0.0.1:{server.Port}\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: keep-alive\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 3\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S31_A_removed_Connection_stays_away_and_the_connection_persists()
    {
        var server = ListenRaw();
        for (var i = 0; i < 2; i++)
        {
            var request = Http.Request(To(server));
            request.RemoveHeader("Connection");
            request.End();
            var peer = i == 0 ? await server.AcceptAsync() : _peer!;
            _peer = peer;
            Assert.Equal($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\n\r\n", await peer.ReadHeadAsync());
            await peer.AnswerAsync("x");
            await (await request.Response.InTime()).ReadAllAsync().InTime();
        }

        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    private RawPeer? _peer;
}
