using System.Buffers;
using System.Text;
using HttpActors.Protocol;

namespace HttpActors.Tests.Messages;

/// <summary>The body of a response (API rows 30 and 35, n58, n63, n65; scenarios S5 to A9, C35 to C42, D55).</summary>
public sealed class ResponseBodyTests : ServerTest
{
    [Fact]
    public async Task S35_One_End_with_all_the_data_has_a_Content_Length()
    {
        Assert.Equal("4", (await AnswerToAsync(Get, (_, answer) => answer.End("data")))["Content-Length"]);
        Assert.Equal("0", (await AnswerToAsync(Get, (_, answer) => answer.End()))["Content-Length"]);
    }

    [Fact]
    public async Task S35_Write_then_End_is_chunked()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            Assert.True(answer.Write("one "));
            answer.Write("");
            answer.Write("two "u8.ToArray());
            answer.End("three");
        });
        Assert.Equal("chunked", response["Transfer-Encoding"]);
        Assert.Null(response["Content-Length"]);
        Assert.Equal("one two three", response.Body);
    }

    [Fact]
    public async Task S05_Every_form_of_End_delivers_and_calls_back_once()
    {
        var forms = new Action<ServerResponse, Action<Exception?>>[]
        {
            (answer, callback) => answer.End("text", callback),
            (answer, callback) => answer.End("text"u8.ToArray(), callback),
            (answer, callback) =>
            {
                answer.Write("text");
                answer.End(callback);
            },
            (answer, callback) => answer.EndAsync("text"u8.ToArray()).AsTask().ContinueWith(task => callback(task.Exception), TaskScheduler.Default),
        };
        foreach (var form in forms)
        {
            var calls = 0;
            var called = Promise<Exception?>();
            var response = await AnswerToAsync(Get, (_, answer) => form(answer, error =>
            {
                Interlocked.Increment(ref calls);
                called.TrySetResult(error);
            }));
            Assert.Equal("text", response.Body);
            Assert.Null(await called.Task.InTime());
            Assert.Equal(1, calls);
        }
    }

    [Fact]
    public async Task S06_Text_is_UTF_8_and_the_length_counts_octets()
    {
        var response = await AnswerToAsync(Get, (_, answer) => answer.End("žluťoučký"));
        Assert.Equal("13", response["Content-Length"]);
        Assert.Equal("žluťoučký", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(response.Body)));
    }

    [Fact]
    public async Task Row35_N75_Write_takes_an_encoding()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.Write("é", Encoding.Latin1);
            answer.End();
        });
        Assert.Equal("é", response.Body);
    }

    [Theory]
    [InlineData(16_390)]
    [InlineData(3_000_000)]
    public async Task S09_A_large_body_in_one_write_works_in_both_directions(int length)
    {
        var body = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var server = await ServeAsync(async (request, answer) => answer.End(await request.ReadAllAsync()));
        var client = await ConnectAsync(server);
        var sending = client.SendAsync(Post(body));
        var response = await client.ReadResponseAsync();
        await sending;
        Assert.Equal(body, response.Body);
    }

    [Fact]
    public async Task S38_HEAD_has_the_headers_and_no_body()
    {
        var server = await ServeAsync((_, answer) =>
        {
            answer.SetHeader("Content-Length", 4);
            answer.Write("bo");
            answer.End("dy");
        });
        var client = await ConnectAsync(server);
        for (var i = 0; i < 2; i++)
        {
            var response = await client.ExchangeAsync("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
            Assert.Equal(("4", ""), (response["Content-Length"], response.Body));
        }
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public async Task S39_204_and_304_never_have_a_body_and_the_connection_goes_on(int code)
    {
        var server = await ServeAsync((_, answer) =>
        {
            answer.WriteHead(code);
            answer.Write("nothing of this");
            answer.End("is sent");
        });
        var client = await ConnectAsync(server);
        for (var i = 0; i < 2; i++)
        {
            var response = await client.ExchangeAsync(Get);
            Assert.Equal(code, response.Status);
            Assert.Null(response["Transfer-Encoding"]);
        }

        client.HalfClose();
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task S39_An_explicit_coding_on_304_is_kept_and_the_connection_closed()
    {
        var server = await ServeAsync((_, answer) => answer.WriteHead(304, [KeyValuePair.Create("Transfer-Encoding", "chunked")]).End());
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        var text = await client.ReadToEndAsync();
        Assert.Contains("Transfer-Encoding: chunked\r\n", text);
        Assert.Contains("Connection: close\r\n", text);
        Assert.EndsWith("\r\n\r\n", text);
    }

    [Fact]
    public async Task S41_A_write_beyond_the_declared_length_throws_and_the_response_can_be_completed()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("Content-Length", 6);
            answer.Write("abc");
            var error = Assert.Throws<LocalProtocolException>(() => answer.Write("defg"));
            Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", Assert.IsAssignableFrom<IHttpError>(error).Code);
            answer.End("def");
        });
        Assert.Equal("abcdef", response.Body);
    }

    [Fact]
    public async Task S41_An_end_short_of_the_declared_length_throws_and_the_response_can_be_completed()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("Content-Length", 6);
            answer.Write("abc");
            var error = Assert.Throws<LocalProtocolException>(() => answer.End("de"));
            Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", error.Code);
            Assert.False(answer.IsEnded);
            answer.End("def");
        });
        Assert.Equal("abcdef", response.Body);
    }

    [Fact]
    public async Task S42_To_HTTP_1_0_nothing_is_chunked_and_the_body_ends_with_the_connection()
    {
        var server = await ServeAsync((_, answer) =>
        {
            answer.Write("streamed ");
            answer.End("to the end");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        var text = await client.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", text);
        Assert.DoesNotContain("Transfer-Encoding", text);
        Assert.EndsWith("\r\n\r\nstreamed to the end", text);
    }

    [Fact]
    public async Task S42_HTTP_1_0_with_keep_alive_and_a_known_length_stays_open()
    {
        var server = await ServeAsync((_, answer) => answer.End("ok"));
        var client = await ConnectAsync(server);
        for (var i = 0; i < 2; i++)
        {
            var response = await client.ExchangeAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Assert.Equal("keep-alive", response["Connection"]);
        }
    }

    [Fact]
    public async Task S42_A_client_that_half_closes_after_its_request_gets_the_whole_answer()
    {
        var body = new string('x', 1_000_000);
        foreach (var version in new[] { "1.0", "1.1" })
        {
            var server = await ServeAsync((_, answer) => answer.End(body));
            var client = await ConnectAsync(server);
            await client.SendAsync($"GET / HTTP/{version}\r\nHost: h\r\n\r\n");
            client.HalfClose();
            Assert.EndsWith("\r\n\r\n" + body, await client.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task N58_S55_FlushHeaders_sends_the_head_at_once_and_twice_is_harmless()
    {
        var answers = Promise<ServerResponse>();
        var server = await ServeAsync((_, answer) =>
        {
            answer.FlushHeaders();
            answer.FlushHeaders();
            answers.SetResult(answer);
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await client.ReadAsync(20));
        var answer = await answers.Task.InTime();
        Assert.True(answer.HeadersSent);
        answer.End("body");
        Assert.Contains("body", await client.ReadAsync(4));
    }

    [Fact]
    public async Task N63_Trailers_follow_a_chunked_body()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("Trailer", "Sum");
            answer.Write("body");
            answer.AddTrailers([KeyValuePair.Create("Sum", "4")]);
            answer.End();
        });
        Assert.Equal("Sum: 4", response.Trailers);
    }

    [Fact]
    public async Task A_field_that_must_not_be_a_trailer_is_refused_before_anything_is_sent()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            Assert.Equal("ERR_HTTP_TRAILER_INVALID", Assert.Throws<LocalProtocolException>(
                () => answer.AddTrailers([KeyValuePair.Create("Content-Length", "4")])).Code);
            answer.Write("bo");
            answer.End("dy");
        });
        Assert.Equal(("body", ""), (response.Body, response.Trailers));
    }

    [Fact]
    public async Task BodyWriter_and_AsStream_write_the_body()
    {
        var server = await ServeAsync(async (request, answer) =>
        {
            if (request.Url == "/pipe")
            {
                answer.BodyWriter.Write("staged "u8);
                await answer.BodyWriter.FlushAsync();
                answer.BodyWriter.Write("and completed"u8);
                await answer.BodyWriter.CompleteAsync();
                return;
            }

            await using var stream = answer.AsStream();
            await stream.WriteAsync("by a stream"u8.ToArray());
        });
        var client = await ConnectAsync(server);
        Assert.Equal("staged and completed", (await client.ExchangeAsync("GET /pipe HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
        Assert.Equal("by a stream", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task S97_Informational_responses_come_before_the_final_one()
    {
        var server = await ServeAsync((_, answer) =>
        {
            Assert.Throws<HttpRangeException>(() => answer.WriteInformation(101));
            Assert.Throws<HttpRangeException>(() => answer.WriteInformation(200));
            answer.WriteInformation(103, [KeyValuePair.Create("Link", "</style.css>; rel=preload")]);
            answer.WriteInformation(102);
            Assert.False(answer.HeadersSent);
            answer.End("final");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        var hints = await client.ReadResponseAsync();
        Assert.Equal((103, "</style.css>; rel=preload"), (hints.Status, hints["Link"]));
        Assert.Equal(102, (await client.ReadResponseAsync()).Status);
        Assert.Equal("final", (await client.ReadResponseAsync()).Body);
    }
}
