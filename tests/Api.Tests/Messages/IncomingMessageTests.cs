using System.Text;

namespace HttpActors.Tests.Messages;

/// <summary>The head of a request (API rows 46 to 55, n78 to n82; scenarios S11, S15 to B29, E65).</summary>
public sealed class IncomingMessageTests : ServerTest
{
    [Fact]
    public async Task Row50_Row54_Method_and_url_are_as_the_client_sent_them()
    {
        var response = await AnswerToAsync(
            "PATCH /a%zz/b?c=d&e=%20?x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
            (request, answer) => answer.End($"{request.Method} {request.Url} {request}"));
        Assert.Equal("PATCH /a%zz/b?c=d&e=%20?x PATCH /a%zz/b?c=d&e=%20?x", response.Body);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "1.1")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "1.0")]
    [InlineData("GET / HTTP/1.7\r\nHost: h\r\n\r\n", "1.1")]
    public async Task S11_The_version_is_the_clients(string head, string version)
    {
        var response = await AnswerToAsync(head, (request, answer) => answer.End(request.HttpVersion.ToString()));
        Assert.Equal(version, response.Body);
    }

    [Fact]
    public async Task Row49_Headers_are_found_in_any_case()
    {
        var response = await AnswerToAsync(
            "GET / HTTP/1.1\r\nHost: h\r\nX-Mixed-Case: v\r\n\r\n",
            (request, answer) => answer.End(
                $"{request.Headers["x-mixed-case"]}{request.Headers.Get("X-MIXED-CASE")}{request.Headers.Contains("x-Mixed-case")}{request.Headers["no"]}"));
        Assert.Equal("vvTrue", response.Body);
    }

    [Fact]
    public async Task S25_RawHeaders_keep_order_case_and_duplicates()
    {
        var response = await AnswerToAsync(
            "GET / HTTP/1.1\r\nhOST: h\r\nA: 1\r\na: 2\r\nB: 3\r\n\r\n",
            (request, answer) => answer.End(string.Join(',', request.RawHeaders.Select(field => $"{field.Key}={field.Value}"))));
        Assert.Equal("hOST=h,A=1,a=2,B=3", response.Body);
    }

    [Fact]
    public async Task All_fields_in_turn_are_what_Get_gives_for_each()
    {
        var lines = string.Concat(Enumerable.Range(0, 500).Select(i => $"x{i % 300}: {i}\r\n"));
        var response = await AnswerToAsync(
            $"GET / HTTP/1.1\r\nHost: h\r\nCookie: a=1\r\nServer: 1\r\nserver: 2\r\ncookie: b=2\r\n{lines}\r\n",
            (request, answer) =>
            {
                var headers = request.Headers;
                Assert.Equal(303, headers.Count);
                Assert.Equal(headers.Names, headers.Select(field => field.Key));
                Assert.All(headers, field => Assert.Equal(headers.Get(field.Key), field.Value));
                answer.End(string.Join('|', headers.Take(4).Select(field => $"{field.Key}={field.Value}")));
            });
        Assert.Equal("host=h|cookie=a=1; b=2|server=1|x0=0, 300", response.Body);
    }

    [Fact]
    public async Task S23_Duplicates_are_kept_first_or_joined()
    {
        var response = await AnswerToAsync(
            "GET / HTTP/1.1\r\nHost: h\r\nContent-Type: a\r\nContent-Type: b\r\nAccept: c\r\nAccept: d\r\n" +
            "X-Any: e\r\nx-any: f\r\nCookie: g=1\r\nCookie: h=2\r\nSet-Cookie: i\r\nSet-Cookie: j\r\n\r\n",
            (request, answer) =>
            {
                var headers = request.Headers;
                answer.End(string.Join('|', headers["content-type"], headers["accept"], headers["x-any"], headers["cookie"], string.Join('+', headers.GetValues("set-cookie"))));
            });
        Assert.Equal("a|c, d|e, f|g=1; h=2|i+j", response.Body);
    }

    [Fact]
    public async Task S26_Whitespace_around_values_is_stripped_and_inside_kept()
    {
        var response = await AnswerToAsync(
            "GET / HTTP/1.1\r\nHost: h\r\nA: \t one\ttwo \t\r\nB:   \r\n\r\n",
            (request, answer) => answer.End($"[{request.Headers["a"]}][{request.Headers["b"]}]"));
        Assert.Equal("[one\ttwo][]", response.Body);
    }

    [Fact]
    public async Task N77_S29_Values_are_Latin_1()
    {
        var response = await AnswerToAsync(
            "GET / HTTP/1.1\r\nHost: h\r\nA: caf\u00e9\r\n\r\n",
            (request, answer) => answer.End(request.Headers["a"]!));
        Assert.Equal("café", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(response.Body)));
    }

    [Fact]
    public async Task Received_headers_cannot_be_changed()
    {
        var response = await AnswerToAsync(Get, (request, answer) =>
        {
            Assert.Throws<HttpStateException>(() => request.Headers.Set("a", "b"));
            answer.End("ok");
        });
        Assert.Equal("ok", response.Body);
    }

    [Theory]
    [InlineData("GET /p?q HTTP/1.1\r\nHost: example.org:81\r\n\r\n", "http://example.org:81/p?q")]
    [InlineData("GET http://other.org/p HTTP/1.1\r\nHost: other.org\r\n\r\n", "http://other.org/p")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: example.org\r\n\r\n", "http://example.org/")]
    public async Task GetUri_is_the_target_with_the_host(string request, string uri)
    {
        var response = await AnswerToAsync(request, (message, answer) => answer.End(message.GetUri().AbsoluteUri));
        Assert.Equal(uri, response.Body);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("")]
    public async Task GetUri_that_is_none_is_the_clients_fault(string host)
    {
        var response = await AnswerToAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", (message, answer) => answer.End(message.GetUri().AbsoluteUri));
        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task N80_Trailers_are_there_when_the_body_has_ended()
    {
        var response = await AnswerToAsync(
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nSum: 6\r\n\r\n",
            (request, answer) =>
            {
                Assert.Empty(request.Trailers);
                request.Ended += () => answer.End(request.Trailers["sum"] ?? "none");
                request.Resume();
            });
        Assert.Equal("6", response.Body);
    }

    [Fact]
    public async Task N82_IsComplete_tells_whether_the_whole_message_came()
    {
        var response = await AnswerToAsync(Get, (request, answer) => answer.End($"{request.IsComplete}"));
        Assert.Equal("True", response.Body);

        var seen = Promise<bool>();
        var server = await ServeAsync((request, answer) =>
        {
            seen.SetResult(request.IsComplete);
            request.Ended += () => answer.End($"{request.IsComplete}");
            request.Resume();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
        Assert.False(await seen.Task.InTime());
        await client.SendAsync("cd");
        Assert.Equal("True", (await client.ReadResponseAsync()).Body);
    }

    [Fact]
    public async Task Row51_A_message_knows_its_socket_whose_end_is_told_once()
    {
        var sockets = Promise<NetSocket>();
        var closed = 0;
        var server = await ServeAsync((request, answer) =>
        {
            request.Socket!.Closed += () => Interlocked.Increment(ref closed);
            sockets.TrySetResult(request.Socket);
            answer.End("ok");
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        var socket = await sockets.Task.InTime();
        Assert.Equal(client.LocalEndPoint, socket.RemoteEndPoint);
        socket.Destroy();
        await client.EndsWithResetAsync();
        await Bounded.Until(() => Volatile.Read(ref closed) == 1);
        Assert.True(socket.IsDestroyed);
        socket.Destroy();
    }

    [Fact]
    public async Task N83_Destroying_a_request_breaks_its_connection()
    {
        var server = await ServeAsync((request, _) => request.Destroy());
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        Assert.True(await client.EndsWithResetAsync());
        await Bounded.Until(() => server.ConnectionCount == 0);
    }
}
