namespace HttpActors.Tests.Server;

/// <summary>Expect and informational responses: what listening changes (API n32, n33, n59 to n62; scenarios 95, 97).</summary>
public sealed class ExpectationTests : ServerTest
{
    private const string Expecting = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
    private const string Demanding = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: miracles\r\n\r\n";

    [Fact]
    public async Task N32_S95_Without_a_listener_100_is_sent_and_the_request_is_an_ordinary_one()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var client = await ConnectAsync(server);

        Assert.Equal(100, (await client.ExchangeAsync(Expecting)).Status);
        Assert.Equal("body", (await client.ExchangeAsync("body")).Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task N32_S95_With_a_listener_only_that_is_raised(bool observed)
    {
        var server = Create();
        var requests = 0;
        server.RequestReceived += (_, _) => requests++;
        RequestListener listener = async (request, response) =>
        {
            response.WriteContinue();
            response.End("heard " + await request.ReadStringAsync());
        };
        if (observed)
        {
            server.ContinueRequests.Subscribe(new Callback<HttpExchange>(pair => listener(pair.Request, pair.Response)));
        }
        else
        {
            server.ContinueExpected += listener;
        }

        await ListenAsync(server);
        var client = await ConnectAsync(server);

        Assert.Equal(100, (await client.ExchangeAsync(Expecting)).Status);
        Assert.Equal("heard body", (await client.ExchangeAsync("body")).Body);
        Assert.Equal(0, requests);

        server.ContinueExpected -= listener;
    }

    [Fact]
    public async Task S95_A_final_status_without_100_closes_the_connection()
    {
        var server = Create();
        server.ContinueExpected += (_, response) => response.WriteHead(403).End("no");
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        var response = await client.ExchangeAsync(Expecting);

        Assert.Equal((403, "close"), (response.Status, response["Connection"]));
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task S95_A_body_that_was_sent_without_waiting_is_drained_and_the_connection_goes_on()
    {
        var server = Create();
        server.ContinueExpected += (_, response) => response.WriteHead(403).End("no");
        server.RequestReceived += (_, response) => response.End("next");
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        Assert.Equal(403, (await client.ExchangeAsync(Expecting + "body")).Status);
        Assert.Equal("next", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task N33_S95_Another_expectation_is_a_417_without_a_listener()
    {
        var server = await ServeAsync((_, response) => response.End("never"));
        var client = await ConnectAsync(server);

        Assert.Equal(417, (await client.ExchangeAsync(Demanding)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task N33_S95_Another_expectation_is_told_to_whoever_listens(bool observed)
    {
        var server = Create();
        server.RequestReceived += (_, response) => response.End("ordinary");
        RequestListener listener = (request, response) => response.End("expected " + request.Headers["expect"]);
        if (observed)
        {
            server.ExpectationRequests.Subscribe(new Callback<HttpExchange>(pair => listener(pair.Request, pair.Response)));
        }
        else
        {
            server.ExpectationReceived += listener;
        }

        await ListenAsync(server);
        var client = await ConnectAsync(server);

        Assert.Equal("expected miracles", (await client.ExchangeAsync(Demanding + "body")).Body);
        Assert.Equal("ordinary", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task N59_N60_N61_N62_S97_Informational_responses_come_in_order_with_their_headers_and_callbacks()
    {
        var called = new List<string>();
        var server = await ServeAsync((_, response) =>
        {
            response.WriteContinue(_ => called.Add("continue"));
            response.WriteProcessing();
            response.WriteEarlyHints(
                ["</style.css>; rel=preload; as=style", "</a.js>; rel=preload"],
                [new("X-Trace", "7")],
                _ => called.Add("hints"));
            response.WriteInformation(199, [new("X-Odd", "1")], _ => called.Add("information"));
            response.End("final");
            response.Finished += () => called.Add("finish");
            Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<HttpStateException>(() => response.WriteProcessing()).Code);
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);

        Assert.Equal("HTTP/1.1 100 Continue", (await client.ReadResponseAsync()).StatusLine);
        Assert.Equal("HTTP/1.1 102 Processing", (await client.ReadResponseAsync()).StatusLine);
        var hints = await client.ReadResponseAsync();
        Assert.Equal(103, hints.Status);
        Assert.Equal(["</style.css>; rel=preload; as=style", "</a.js>; rel=preload"], hints.All("Link"));
        Assert.Equal("7", hints["X-Trace"]);
        var odd = await client.ReadResponseAsync();
        Assert.Equal((199, "1"), (odd.Status, odd["X-Odd"]));
        Assert.Equal("final", (await client.ReadResponseAsync()).Body);
        await client.ExchangeAsync(Get);
        Assert.Equal(["continue", "hints", "information", "finish"], called.Take(4));
    }

    [Theory]
    [InlineData("/style.css; rel=preload")]
    [InlineData("</style.css>; rel=\"preload")]
    [InlineData("</style.css>\r\nX: y")]
    [InlineData("")]
    public async Task N61_A_link_that_is_none_is_refused(string link)
    {
        var response = await AnswerToAsync(Get, (_, response) =>
        {
            var error = Assert.Throws<HttpArgumentException>(() => response.WriteEarlyHints([link]));
            response.End(error.Code);
        });

        Assert.Equal("ERR_INVALID_ARG_VALUE", response.Body);
    }

    [Fact]
    public async Task N61_No_link_sends_nothing_and_calls_back()
    {
        var called = Promise();
        var response = await AnswerToAsync(Get, (_, response) =>
        {
            response.WriteEarlyHints([], callback: _ => called.SetResult());
            response.End("only");
        });

        Assert.Equal("only", response.Body);
        await called.Task.InTime();
    }

    [Fact]
    public async Task N59_A_client_of_HTTP_1_0_gets_no_informational_response()
    {
        var response = await AnswerToAsync("GET / HTTP/1.0\r\n\r\n", (_, response) =>
        {
            response.WriteContinue();
            response.WriteProcessing();
            response.End("final");
        });

        Assert.Equal((200, "final"), (response.Status, response.Body));
    }
}
