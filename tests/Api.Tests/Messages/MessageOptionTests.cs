using System.Text;

namespace HttpActors.Tests.Messages;

/// <summary>Options and calls of the messages (API rows 31, 46, n4, n22, n24, n29, n54, n58, n65, n68, n85; scenarios 13, 18, 41).</summary>
public sealed class MessageOptionTests : ServerTest
{
    [Fact]
    public async Task N24_S13_Messages_of_ones_own_class_are_those_the_listener_receives()
    {
        var server = Create(new HttpServerOptions
        {
            CreateIncomingMessage = context => new CountedRequest(context),
            CreateResponse = context => new SignedResponse(context),
        });
        server.RequestReceived += (request, response) =>
            ((SignedResponse)response).EndSigned($"{((CountedRequest)request).Length} {ReferenceEquals(response.Request, request)}");
        await ListenAsync(server);

        var answer = await (await ConnectAsync(server)).ExchangeAsync("GET /four HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal("5 True, signed", answer.Body);
    }

    [Theory]
    [InlineData(false, "text/plain", "a")]
    [InlineData(true, "text/plain, text/html", "a, b")]
    public async Task N22_JoinDuplicateHeaders_joins_what_can_occur_once(bool joins, string type, string agent)
    {
        var seen = Promise<(string?, string?)>();
        var server = await ServeAsync(
            (request, response) =>
            {
                seen.SetResult((request.Headers["content-type"], request.Headers["user-agent"]));
                response.End();
            },
            new HttpServerOptions { JoinDuplicateHeaders = joins });
        var client = await ConnectAsync(server);

        await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nUser-Agent: a\r\nContent-Type: text/html\r\nUser-Agent: b\r\n\r\n");

        Assert.Equal((type, agent), await seen.Task.InTime());
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task N29_RejectNonStandardBodyWrites_throws_where_no_body_is_allowed(string method, int status)
    {
        var codes = new List<string>();
        var server = await ServeAsync(
            (_, response) =>
            {
                response.StatusCode = status;
                codes.Add(Assert.Throws<Protocol.LocalProtocolException>(() => response.Write("body")).Code);
                codes.Add(Assert.Throws<Protocol.LocalProtocolException>(() => response.End("body")).Code);
                response.End();
            },
            new HttpServerOptions { RejectNonStandardBodyWrites = true });

        var answer = await (await ConnectAsync(server)).ExchangeAsync($"{method} / HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal(status, answer.Status);
        Assert.Equal(["ERR_HTTP_BODY_NOT_ALLOWED", "ERR_HTTP_BODY_NOT_ALLOWED"], codes);
    }

    [Fact]
    public async Task N28_Values_of_a_unique_field_make_one_line()
    {
        var server = await ServeAsync(
            (_, response) =>
            {
                response.SetHeader("X-Once", "1");
                response.AppendHeader("x-once", "2");
                response.AppendHeader("X-Each", "1");
                response.AppendHeader("X-Each", "2");
                response.End("ok");
            },
            new HttpServerOptions { UniqueHeaders = ["X-ONCE"] });

        var answer = await (await ConnectAsync(server)).ExchangeAsync(Get);

        Assert.Equal(["1; 2"], answer.All("X-Once"));
        Assert.Equal(["1", "2"], answer.All("X-Each"));
    }

    [Fact]
    public async Task N65_S41_StrictContentLength_is_the_default_and_throws()
    {
        var answer = await AnswerToAsync(Get, (_, response) =>
        {
            Assert.True(response.StrictContentLength);
            response.SetHeader("Content-Length", 3);
            Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", Assert.Throws<Protocol.LocalProtocolException>(() => response.End("four")).Code);
            response.End("two");
        });

        Assert.Equal("two", answer.Body);
    }

    [Fact]
    public async Task N65_Without_it_what_is_beyond_the_length_is_left_out()
    {
        var server = await ServeAsync(
            (_, response) =>
            {
                response.SetHeader("Content-Length", 5);
                response.Write("abc");
                response.End("defgh");
            },
            new HttpServerOptions { StrictContentLength = false });
        var client = await ConnectAsync(server);

        Assert.Equal("abcde", (await client.ExchangeAsync(Get)).Body);
        Assert.Equal("abcde", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task N65_Without_it_a_short_body_ends_the_connection()
    {
        var server = await ServeAsync((_, response) =>
        {
            response.StrictContentLength = false;
            response.SetHeader("Content-Length", 5).End("abc");
        });
        var client = await ConnectAsync(server);

        await client.SendAsync(Get);

        var answer = await client.ReadToEndAsync();
        Assert.Contains("Content-Length: 5\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nabc", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task N54_S18_SetHeaders_sets_all_or_nothing()
    {
        var answer = await AnswerToAsync(Get, (_, response) =>
        {
            response.SetHeader("A", "0");
            Assert.Throws<HttpArgumentException>(() => response.SetHeaders([new("A", "1"), new("B ad", "x")]));
            Assert.Same(response, response.SetHeaders([new("a", "1"), new("B", "2"), new("B", "3")]));
            Assert.Equal(["2", "3"], response.GetHeaderValues("b"));
            response.End("set");
            Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<HttpStateException>(() => response.SetHeaders([new("C", "1")])).Code);
        });

        Assert.Equal(("1", null), (answer["A"], answer["C"]));
        Assert.Equal(["2", "3"], answer.All("B"));
    }

    [Fact]
    public async Task N68_Cork_makes_one_chunk_of_several_writes_and_calls_every_callback()
    {
        var called = 0;
        var server = await ServeAsync((_, response) =>
        {
            Assert.False(response.IsCorked);
            using (response.Cork())
            {
                using (response.Cork())
                {
                    response.Write("one ", callback: _ => called++);
                }

                Assert.True(response.IsCorked);
                response.Write("chunk", callback: _ => called++);
            }

            response.Write("two");
            response.End();
        });
        var client = await ConnectAsync(server);

        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("\r\n\r\n9\r\none chunk\r\n3\r\ntwo\r\n0\r\n\r\n", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(2, called);
    }

    [Fact]
    public async Task N68_An_end_within_a_cork_has_a_Content_Length()
    {
        var finished = Promise();
        var answer = await AnswerToAsync(Get, (_, response) =>
        {
            using var cork = response.Cork();
            response.Write("all ");
            response.Write("at ");
            response.End("once", _ => finished.SetResult());
        });

        Assert.Equal(("11", "all at once"), (answer["Content-Length"], answer.Body));
        await finished.Task.InTime();
    }

    [Fact]
    public async Task N58_FlushHeadersAsync_waits_until_the_head_has_left()
    {
        var release = Promise();
        var server = await ServeAsync(async (_, response) =>
        {
            await response.FlushHeadersAsync();
            Assert.True(response.HeadersSent);
            await release.Task;
            await response.FlushHeadersAsync();
            response.End("body");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);

        Assert.EndsWith("\r\n\r\n", await client.ReadAsync(1), StringComparison.Ordinal);
        release.SetResult();
        Assert.StartsWith("4\r\nbody\r\n", await client.ReadAsync(10), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pieces")]
    [InlineData("stream")]
    [InlineData("lines")]
    [InlineData("pipe")]
    public async Task Row46_N85_A_body_can_be_read_in_pieces_as_a_stream_as_text_and_piped_into_the_response(string way)
    {
        var server = await ServeAsync(async (request, response) =>
        {
            switch (way)
            {
                case "pieces":
                    for (var piece = await request.ReadAsync(); piece.Length > 0; piece = await request.ReadAsync())
                    {
                        response.Write(piece);
                    }

                    break;
                case "stream":
                    await request.AsStream().CopyToAsync(response.AsStream());
                    break;
                case "lines":
                    using (var reader = request.AsTextReader())
                    {
                        response.Write(string.Join("\n", await reader.ReadLineAsync(), await reader.ReadLineAsync()));
                    }

                    break;
                default:
                    await request.CopyToAsync(response);
                    break;
            }

            response.End();
        });
        var client = await ConnectAsync(server);

        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n");
        var answer = await client.ExchangeAsync("6\r\nsecond\r\n0\r\n\r\n");

        Assert.Equal("first\nsecond", answer.Body);
    }

    [Fact]
    public async Task N85_Text_is_read_in_its_charset()
    {
        var server = await ServeAsync(async (request, response) =>
        {
            using var reader = request.AsTextReader();
            response.End(await reader.ReadToEndAsync());
        });
        var client = await ConnectAsync(server);

        var answer = await client.ExchangeAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain; charset=latin1\r\nContent-Length: 3\r\n\r\nna\u00ef");

        Assert.Equal("na\u00ef", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer.Body)));
    }

    [Fact]
    public void N4_MaxHeaderSize_is_the_default_of_options_made_afterwards()
    {
        Assert.Equal(32 * 1024, Http.MaxHeaderSize);
        Assert.Equal(Http.MaxHeaderSize, new HttpServerOptions().MaxHeaderSize);
        Assert.Throws<HttpRangeException>(() => Http.MaxHeaderSize = 0);
    }

    private sealed class CountedRequest(IncomingMessageContext context) : IncomingMessage(context)
    {
        public int Length => Url.Length;
    }

    private sealed class SignedResponse(ServerResponseContext context) : ServerResponse(context)
    {
        public void EndSigned(string text) => End(text + ", signed");
    }
}
