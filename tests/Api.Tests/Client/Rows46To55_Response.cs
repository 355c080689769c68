using System.IO.Compression;
using System.Text;

namespace HttpActors.Tests.Client;

/// <summary><c>http.IncomingMessage</c> as a response: rows 46 to 55 of the contract, and what undici offers on it.</summary>
public class Rows46To55_Response : ClientTest
{
    [Fact]
    public async Task Row46_A_large_body_comes_whole_with_back_pressure()
    {
        var octets = new byte[3_000_000];
        new Random(1).NextBytes(octets);
        var server = await ServeAsync(async (_, response) =>
        {
            for (var at = 0; at < octets.Length; at += 50_000)
            {
                await response.WriteAsync(octets.AsMemory(at, 50_000));
            }

            response.End();
        });
        var response = await Http.GetAsync(To(server)).InTime();
        using var copy = new MemoryStream();
        await response.CopyToAsync(copy).InTime();
        Assert.Equal(octets, copy.ToArray());
        Assert.True(response.IsComplete);
    }

    [Fact]
    public async Task Row47_Row48_N82_S90_A_truncated_body_is_an_error_and_no_end()
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Http.Get(To(server), response =>
        {
            log.Add("response");
            response.DataReceived += data => log.Add($"data {data.Length}");
            response.Ended += () => log.Add("end");
            response.Errored += error => log.Add($"response error {((HttpException)error).Code} {error.Message}");
            response.Closed += () => log.Close("response close");
        });
        request.Errored += _ => log.Add("error");
        request.Closed += () => log.Add("close");
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        peer.HalfClose();
        Assert.Equal("response, data 4, close, response error ECONNRESET aborted, response close", await log.WholeAsync());
        Assert.False((await request.Response.InTime()).IsComplete);
    }

    [Fact]
    public async Task Row48_S90_Whoever_reads_a_truncated_body_gets_the_error()
    {
        var server = ListenRaw();
        var response = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        var body = (await response.InTime()).ReadAllAsync();
        peer.HalfClose();
        var error = await Assert.ThrowsAsync<HttpException>(() => body.InTime());
        Assert.Equal(HttpPhase.Body, error.Phase);
    }

    [Fact]
    public async Task Row49_Row50_Row52_Row53_Row54_N78_N79_N81_The_head_of_a_response_is_there()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 404 Gone Fishing\r\nX-A: 1\r\nx-a: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n");
        var response = await pending.InTime();
        Assert.Equal((404, "Gone Fishing"), (response.StatusCode, response.StatusMessage));
        Assert.Equal("1, 2", response.Headers["X-A"]);
        Assert.Equal(["a", "b"], response.Headers.GetValues("set-cookie"));
        Assert.Equal("x-a", response.RawHeaders[1].Key);
        Assert.Null(response.Method);
        Assert.Equal("", response.Url);
        Assert.Equal(new Version(1, 1), response.HttpVersion);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nuntil the end")]
    [InlineData("HTTP/1.0 200\r\n\r\nuntil the end")]
    public async Task S43_Without_framing_the_body_ends_with_the_connection(string answer)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(answer);
        peer.HalfClose();
        Assert.Equal("until the end", await (await pending.InTime()).ReadStringAsync().InTime());
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")]
    public async Task S38_S39_What_has_no_body_ends_at_once_and_the_connection_goes_on(string method, string answer)
    {
        var server = ListenRaw();
        var pending = Http.RequestAsync(To(server, method: method));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(answer);
        Assert.Empty(await (await pending.InTime()).ReadAllAsync().InTime());
        var next = Http.GetAsync(To(server));
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("next");
        Assert.Equal("next", await (await next.InTime()).ReadStringAsync().InTime());
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "HPE_INVALID_TRANSFER_ENCODING")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n", "HPE_UNEXPECTED_CONTENT_LENGTH")]
    [InlineData("Transfer-Encoding: chunkedchunked\r\n", "HPE_INVALID_TRANSFER_ENCODING")]
    public async Task S57_A_response_that_could_be_read_in_two_ways_is_refused(string fields, string code)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 200 OK\r\n{fields}\r\nhello");
        Assert.Equal(code, (await Assert.ThrowsAsync<HttpException>(() => pending.InTime())).Code);
    }

    [Fact]
    public async Task N102_N103_S97_Informational_responses_come_before_the_final_one()
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Http.Request(To(server), response => log.Close($"response {response.StatusCode}"));
        request.InformationReceived += information => log.Add($"{information.StatusCode} {information.Headers["link"]}");
        request.ContinueReceived += () => log.Add("continue");
        request.End();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal("102 , 103 a, 100 , continue, response 200", await log.WholeAsync());
    }

    [Fact]
    public async Task N116_S95_Expect_sends_the_head_at_once_and_the_body_when_it_is_wanted()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var options = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = PortOf(server),
            Agent = Agent,
            Method = "POST",
            Headers = [new("Expect", "100-continue"), new("Content-Length", "4")],
        };
        var request = Http.Request(options);
        request.ContinueReceived += () => request.End("body");
        Assert.Equal("body", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task N88_N104_S99_An_upgrade_hands_out_the_connection_with_what_came_behind_the_head()
    {
        var server = ListenRaw();
        var options = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = Agent,
            Headers = [new("Connection", "Upgrade"), new("Upgrade", "test")],
        };
        var upgraded = Promise<(IncomingMessage Response, NetSocket Socket, string Head)>();
        var request = Http.Get(options);
        request.Upgraded += (response, socket, head) => upgraded.TrySetResult((response, socket, Encoding.Latin1.GetString(head.Span)));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\n\xffraw");
        var (head, socket, first) = await upgraded.Task.InTime();
        Assert.Equal((101, true), (head.StatusCode, head.Upgrade));
        Assert.Equal("\xffraw", first);
        socket.Write("ours");
        Assert.Equal("ours", await peer.ReadAsync(4));
        socket.Destroy();
    }

    [Fact]
    public async Task N104_S98_A_tunnel_hands_out_the_connection()
    {
        var server = ListenRaw();
        var established = Promise<NetSocket>();
        var request = Http.Request(To(server, "example.test:443", "CONNECT"));
        request.TunnelEstablished += (_, socket, _) => established.TrySetResult(socket);
        request.End();
        var peer = await server.AcceptAsync();
        Assert.StartsWith("CONNECT example.test:443 HTTP/1.1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n");
        var socket = await established.Task.InTime();
        socket.Write("tls");
        Assert.Equal("tls", await peer.ReadAsync(3));
        socket.Destroy();
    }

    [Fact]
    public async Task U1_Json_is_read()
    {
        var server = await ServeAsync((_, response) => response.End("""{"name":"x","value":3}"""));
        var thing = await (await Http.GetAsync(To(server)).InTime()).ReadJsonAsync<Thing>().InTime();
        Assert.Equal(new Thing("x", 3), thing);
    }

    [Fact]
    public async Task U8_A_response_larger_than_the_limit_is_refused()
    {
        var server = await ServeAsync((_, response) => response.End(new byte[2000]));
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Agent = Agent, MaxResponseSize = 1000 };
        var error = await Assert.ThrowsAsync<HttpException>(() => Http.GetAsync(options).InTime());
        Assert.Equal("ERR_HTTP_BODY_TOO_LARGE", error.Code);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task U06_A_coded_body_is_decoded(string coding)
    {
        var text = string.Join(' ', Enumerable.Range(0, 20_000));
        var server = await ServeAsync((request, response) =>
        {
            Assert.Equal("gzip, deflate, br", request.Headers["accept-encoding"]);
            response.SetHeader("Content-Encoding", coding);
            response.End(Encode(coding, text));
        });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Agent = Agent, Decompress = true };
        Assert.Equal(text, await (await Http.GetAsync(options).InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task U06_Redirections_are_followed_and_credentials_stay_at_home()
    {
        var other = await ServeAsync((request, response) => response.End($"{request.Method} {request.Headers["authorization"]}|{request.Headers["x-kept"]}"));
        var server = await ServeAsync((request, response) =>
        {
            response.StatusCode = request.Url == "/start" ? 302 : 307;
            response.SetHeader("Location", request.Url == "/start" ? "/next" : $"http://127.0.0.1:{PortOf(other)}/end");
            response.End("moved");
        });
        var options = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = PortOf(server),
            Path = "/start",
            Method = "POST",
            Agent = Agent,
            MaxRedirects = 3,
            Headers = [new("Authorization", "secret"), new("X-Kept", "yes")],
        };
        var response = await Http.RequestAsync(options, "body"u8.ToArray()).InTime();
        Assert.Equal("GET |yes", await response.ReadStringAsync().InTime());
    }

    [Fact]
    public async Task U06_Too_many_redirections_are_an_error()
    {
        var server = await ServeAsync((_, response) =>
        {
            response.StatusCode = 301;
            response.SetHeader("Location", "/again");
            response.End();
        });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Agent = Agent, MaxRedirects = 2 };
        var error = await Assert.ThrowsAsync<HttpException>(() => Http.GetAsync(options).InTime());
        Assert.Equal("ERR_HTTP_TOO_MANY_REDIRECTS", error.Code);
    }

    [Fact]
    public async Task U06_A_server_that_is_busy_is_asked_again()
    {
        var asked = 0;
        var server = await ServeAsync((_, response) =>
        {
            response.StatusCode = Interlocked.Increment(ref asked) < 3 ? 503 : 200;
            response.SetHeader("Retry-After", "0");
            response.End("done");
        });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Agent = Agent, Retry = new HttpRetryOptions() };
        var response = await Http.GetAsync(options).InTime();
        Assert.Equal((200, 3), (response.StatusCode, asked));
        await response.ReadAllAsync().InTime();
    }

    private static byte[] Encode(string coding, string text)
    {
        using var buffer = new MemoryStream();
        using (Stream coder = coding switch
        {
            "gzip" => new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            coder.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    private sealed record Thing(string Name, int Value);
}
