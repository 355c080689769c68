using System.Net;

namespace HttpActors.Tests.Rows;

/// <summary>Rows of the API that no other test shows on its way.</summary>
public sealed class ServerRowTests : ServerTest
{
    [Fact]
    public async Task Row2_Row3_Row4_CreateServer_binds_nothing_and_adds_its_listener()
    {
        using var server = Http.CreateServer(
            new HttpServerOptions(), (IncomingMessage request, ServerResponse response) => response.End(request.Url));
        Assert.False(server.IsListening);
        Assert.Null(server.Address);
        await ListenAsync(server);

        Assert.Equal("/row", (await (await ConnectAsync(server)).ExchangeAsync("GET /row HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
    }

    [Fact]
    public async Task Row27_Row28_Row29_S54_A_response_ends_finishes_and_closes_once_in_this_order()
    {
        var log = new List<string>();
        var closed = Promise();
        var server = await ServeAsync((request, response) =>
        {
            response.Ended += () => log.Add($"end {response.IsEnded} {response.IsFinished}");
            response.Finished += () => log.Add($"finish {response.IsFinished} {response.IsDestroyed}");
            response.Closed += () => log.Add("close");
            request.Closed += () =>
            {
                log.Add("request close");
                closed.SetResult();
            };
            response.End("body");
            log.Add("end returned");
        });

        await (await ConnectAsync(server)).ExchangeAsync(Get);
        await closed.Task.InTime();

        Assert.Equal(["end True False", "end returned", "finish True False", "close", "request close"], log);
    }

    [Fact]
    public async Task Row27_D3_Close_without_finish_says_that_the_connection_went_first()
    {
        var closed = Promise<bool>();
        var server = await ServeAsync((request, response) =>
        {
            response.Closed += () => closed.SetResult(response.IsFinished);
            response.Write("a part");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await client.ReadAsync(1);

        client.Reset();

        Assert.False(await closed.Task.InTime());
    }

    [Fact]
    public async Task Row31_N53_N55_S15_Headers_are_looked_up_whatever_the_case_and_sent_in_the_case_that_was_set()
    {
        var server = await ServeAsync((request, response) =>
        {
            response.SetHeader("X-MiXed", "1");
            response.AppendHeader("x-mixed", "2");
            Assert.Equal("1, 2", response.GetHeader("X-MIXED"));
            Assert.Equal(["1", "2"], response.GetHeaderValues("x-Mixed"));
            Assert.True(response.HasHeader("x-mixeD"));
            Assert.Equal(["x-mixed"], response.Headers.Names);
            Assert.Equal(["X-MiXed", "x-mixed"], response.Headers.Raw.Select(line => line.Key));
            response.End(request.Headers["x-ASKED"] + " " + request.RawHeaders[1].Key);
        });
        var client = await ConnectAsync(server);

        var answer = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\nX-aSKed: yes\r\n\r\n");

        Assert.Equal("yes X-aSKed", answer.Body);
        Assert.Contains(answer.Fields, field => field.Key == "X-MiXed" && field.Value == "1");
    }

    [Fact]
    public async Task Row36_N57_S17_WriteHead_keeps_pairs_and_order_behind_what_was_set_before()
    {
        var answer = await AnswerToAsync(Get, (_, response) =>
        {
            response.SetHeader("First", "0");
            Assert.Same(response, response.WriteHead(200, [new("Second", "1"), new("Second", "2"), new("Third", "3")]));
            response.End();
        });

        var own = answer.Fields.Where(field => field.Key is "First" or "Second" or "Third");
        Assert.Equal(["First 0", "Second 1", "Second 2", "Third 3"], own.Select(field => $"{field.Key} {field.Value}"));
    }

    [Fact]
    public async Task Row47_Row48_N82_A_request_that_was_read_ends_and_then_closes()
    {
        var log = new List<string>();
        var closed = Promise();
        var server = await ServeAsync((request, response) =>
        {
            request.DataReceived += data => log.Add($"data {data.Length}");
            request.Ended += () =>
            {
                log.Add($"end {request.IsComplete}");
                response.End();
            };
            request.Closed += () =>
            {
                log.Add("close");
                closed.SetResult();
            };
        });

        await (await ConnectAsync(server)).ExchangeAsync(Post("four"));
        await closed.Task.InTime();

        Assert.Equal(["data 4", "end True", "close"], log);
    }

    [Fact]
    public async Task Row48_A_truncated_body_is_an_error_and_no_end()
    {
        var log = new List<string>();
        var closed = Promise();
        var arrived = Promise();
        var server = await ServeAsync((request, _) =>
        {
            request.DataReceived += _ => arrived.TrySetResult();
            request.Ended += () => log.Add("end");
            request.Errored += error => log.Add(((IHttpError)error).Code);
            request.Closed += () =>
            {
                log.Add($"close {request.IsComplete}");
                closed.SetResult();
            };
        });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf");
        await arrived.Task.InTime();

        client.Reset();
        await closed.Task.InTime();

        Assert.Equal(["ECONNRESET", "close False"], log);
    }

    [Fact]
    public async Task Row50_Row52_Row53_Row54_N81_A_request_has_method_url_and_version()
    {
        var answer = await AnswerToAsync("PURGE /a?b=%20c HTTP/1.0\r\nHost: h\r\n\r\n", (request, response) =>
            response.End($"{request.Method} {request.Url} {request.HttpVersion} {request.GetUri().AbsoluteUri}"));

        Assert.Equal("PURGE /a?b=%20c 1.0 http://h/a?b=%20c", answer.Body);
    }

    [Theory]
    [InlineData("/%zz")]
    [InlineData("/a?b?c")]
    [InlineData("/a%")]
    public async Task S65_Odd_escapes_in_the_target_are_passed_through(string target)
    {
        var answer = await AnswerToAsync($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n", (request, response) => response.End(request.Url));

        Assert.Equal(target, answer.Body);
    }

    [Fact]
    public async Task S45_Chunk_extensions_over_the_limit_in_total_are_a_413_also_drip_fed()
    {
        var server = await ServeAsync((request, _) => request.Resume(), new HttpServerOptions { MaxChunkExtensionsSize = 100 });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");

        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync($"1;name=0123456789abcdef\r\nx\r\n");
        }

        Assert.StartsWith("HTTP/1.1 413 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S59_A_bare_line_feed_behind_an_extension_smuggles_nothing()
    {
        var urls = new List<string>();
        var server = await ServeAsync((request, response) =>
        {
            urls.Add(request.Url);
            request.Resume();
            request.Ended += () => response.End();
        });
        var client = await ConnectAsync(server);

        await client.SendAsync(
            "POST /one HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\n4c\r\n0\r\n\r\nGET /two HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(["/one"], urls);
    }

    [Fact]
    public async Task S61_What_follows_a_request_and_is_none_is_a_400_behind_its_answer()
    {
        var requests = 0;
        var server = await ServeAsync((_, response) =>
        {
            requests++;
            response.End("first");
        });
        var client = await ConnectAsync(server);

        await client.SendAsync(Get + "\u0001\u0002");

        Assert.Equal("first", (await client.ReadResponseAsync()).Body);
        var refused = await client.ReadResponseAsync();
        Assert.Equal((400, "close", 1), (refused.Status, refused["Connection"], requests));
    }

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 200)]
    public async Task N23_RequireHostHeader_decides_about_a_request_without_Host(bool required, int status)
    {
        var server = await ServeAsync((_, response) => response.End(), new HttpServerOptions { RequireHostHeader = required });

        Assert.Equal(status, (await (await ConnectAsync(server)).ExchangeAsync("GET / HTTP/1.1\r\n\r\n")).Status);
    }

    [Fact]
    public async Task N27_N71_HighWaterMark_is_that_of_the_options_and_BufferedBytes_counts()
    {
        var server = await ServeAsync(
            (_, response) =>
            {
                Assert.Equal(4096, response.HighWaterMark);
                Assert.True(response.Write("12345"));
                Assert.True(response.BufferedBytes > 0);
                response.End();
            },
            new HttpServerOptions { HighWaterMark = 4096 });

        await (await ConnectAsync(server)).ExchangeAsync(Get);
    }

    [Fact]
    public async Task N41_N42_N46_Closing_closes_idle_connections_and_the_server_can_be_disposed_asynchronously()
    {
        var time = new ManualTimeProvider();
        var server = Create(new HttpServerOptions { TimeProvider = time });
        server.RequestReceived += (_, response) => response.End();
        await ListenAsync(server);
        Assert.True(server.IsListening);
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);

        var disposal = server.DisposeAsync().AsTask();
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return disposal.IsCompleted;
        });

        Assert.False(server.IsListening);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N49_N51_N52_N67_N69_N70_The_state_of_a_response_can_be_asked()
    {
        var server = await ServeAsync(async (_, response) =>
        {
            await Task.Yield();
            Assert.Equal((200, null, false, false), (response.StatusCode, response.StatusMessage, response.HeadersSent, response.IsEnded));
            Assert.Null(response.Error);
            Assert.False(response.IsDestroyed);
            Assert.NotNull(response.Socket);
            response.Write("x");
            Assert.True(response.HeadersSent);
            throw new InvalidOperationException("on purpose");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);

        Assert.True(await client.EndsWithResetAsync());
    }

    [Fact]
    public async Task N50_N73_SetTimeout_returns_what_it_was_called_on_and_SocketAssigned_comes_later()
    {
        var assigned = Promise<NetSocket>();
        var answer = await AnswerToAsync(Get, (_, response) =>
        {
            response.SocketAssigned += assigned.SetResult;
            Assert.False(assigned.Task.IsCompleted);
            response.SetTimeout(TimeSpan.Zero).SetHeader("X", "1").End();
        });

        Assert.Equal("1", answer["X"]);
        Assert.Equal(IPAddress.Loopback, Assert.IsType<IPEndPoint>((await assigned.Task.InTime()).RemoteEndPoint).Address);
    }

    [Fact]
    public async Task N78_N79_Raw_and_distinct_headers_keep_what_came()
    {
        var answer = await AnswerToAsync(
            "GET / HTTP/1.1\r\nHost: h\r\nAccept: a\r\nCookie: x=1\r\nACCEPT: b\r\nCookie: y=2\r\nSet-Cookie: s\r\n\r\n",
            (request, response) => response.End(string.Join(
                '|',
                request.Headers["accept"],
                request.Headers["cookie"],
                string.Join('+', request.Headers.GetValues("accept")),
                string.Join('+', request.Headers.GetValues("set-cookie")),
                string.Join('+', request.RawHeaders.Select(line => line.Key)))));

        Assert.Equal("a, b|x=1; y=2|a+b|s|Host+Accept+Cookie+ACCEPT+Cookie+Set-Cookie", answer.Body);
    }
}
