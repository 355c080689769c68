using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>Bodies from the client's side: groups C and D of the scenarios, and what of E concerns responses.</summary>
public class BodyScenarios : ClientTest
{
    [Fact]
    public async Task S37_A_chunked_body_arrives_whole_wherever_its_packets_end()
    {
        const string Wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0000a;x=y\r\n, chunked!\r\n0\r\n\r\n";
        for (var cut = Wire.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4; cut < Wire.Length; cut++)
        {
            var server = ListenRaw();
            var log = new EventLog();
            var body = new StringBuilder();
            Http.Get(To(server), response =>
            {
                response.DataReceived += data => body.Append(Encoding.ASCII.GetString(data.Span));
                response.Ended += () => log.Add("end");
                response.Closed += () => log.Close("close");
            });
            var peer = await server.AcceptAsync();
            await peer.ReadHeadAsync();
            await peer.SendAsync(Wire[..cut]);
            await peer.SendAsync(Wire[cut..]);
            Assert.Equal("end, close", await log.WholeAsync());
            Assert.Equal("hello, chunked!", body.ToString());
        }
    }

    [Fact]
    public async Task S41_U8_A_request_is_exactly_as_long_as_it_declares()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var request = Http.Request(Declaring(server, 6));
        request.Write("abc");
        Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", Assert.Throws<Protocol.LocalProtocolException>(() => request.Write("defg")).Code);
        Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", Assert.Throws<Protocol.LocalProtocolException>(() => request.End("d")).Code);
        Assert.False(request.IsEnded);
        request.End("def");
        Assert.Equal("abcdef", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task S45_Chunk_extensions_beyond_the_limit_are_refused()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        var body = (await pending.InTime()).ReadAllAsync();
        await peer.SendAsync($"1;a={new string('b', 17 * 1024)}\r\nx\r\n0\r\n\r\n");
        Assert.Equal("HPE_CHUNK_EXTENSIONS_OVERFLOW", (await Assert.ThrowsAsync<HttpException>(() => body.InTime())).Code);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("GET")]
    public async Task S46_A_body_is_framed_whatever_the_method(string method)
    {
        var bodies = new List<string>();
        var server = await ServeAsync(async (request, response) =>
        {
            var body = await request.ReadStringAsync();
            lock (bodies)
            {
                bodies.Add($"{request.Method} {body}");
            }

            response.End();
        });
        var whole = Http.Request(To(server, method: method)).End("whole");
        await (await whole.Response.InTime()).ReadAllAsync().InTime();
        var pieces = Http.Request(To(server, method: method));
        pieces.Write("pie");
        pieces.End("ces");
        await (await pieces.Response.InTime()).ReadAllAsync().InTime();
        Assert.Equal([$"{method} whole", $"{method} pieces"], bodies);
    }

    [Fact]
    public async Task S49_N115_A_writer_that_waits_for_the_drain_loses_nothing()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server, method: "POST"));
        var peer = await server.AcceptAsync();
        var piece = new byte[50_000];
        var drains = Promise();
        request.Drained += () => drains.TrySetResult();
        var pieces = 0;
        do
        {
            new Random(pieces).NextBytes(piece);
            pieces++;
        }
        while (request.Write(piece) && pieces < 1000);

        Assert.True(pieces < 1000, "A thousand pieces went out although nobody read.");
        Assert.True(request.HighWaterMark <= 65_536);
        request.End();
        await peer.ReadHeadAsync();
        for (var i = 0; i < pieces; i++)
        {
            new Random(i).NextBytes(piece);
            Assert.Equal($"{piece.Length:x}\r\n", await peer.ReadUntilAsync("\r\n"), ignoreCase: true);
            Assert.Equal(Encoding.Latin1.GetString(piece), await peer.ReadAsync(piece.Length));
            Assert.Equal("\r\n", await peer.ReadAsync(2));
        }

        Assert.Equal("0\r\n\r\n", await peer.ReadAsync(5));
        await drains.Task.InTime();
        Assert.Equal(0, request.BufferedBytes);
        await peer.AnswerAsync();
        await (await request.Response.InTime()).ReadAllAsync().InTime();
    }

    [Fact]
    public async Task S49_A_response_that_is_paused_brings_nothing_until_it_goes_on()
    {
        const int Length = 20_000_000;
        var server = await ServeAsync(async (_, response) =>
        {
            for (var sent = 0; sent < Length; sent += 100_000)
            {
                await response.WriteAsync(new byte[100_000]);
            }

            response.End();
        });
        var got = 0L;
        var paused = Promise<IncomingMessage>();
        var ended = Promise();
        Http.Get(To(server), response =>
        {
            response.Ended += () => ended.TrySetResult();
            response.DataReceived += data =>
            {
                Assert.False(response.IsPaused);
                got += data.Length;
                if (!paused.Task.IsCompleted)
                {
                    response.Pause();
                    paused.SetResult(response);
                }
            };
        });
        var message = await paused.Task.InTime();
        var before = Interlocked.Read(ref got);
        var other = await ServeAsync((_, response) => response.End("other"));
        Assert.Equal("other", await (await Http.GetAsync(To(other)).InTime()).ReadStringAsync().InTime());
        Assert.Equal(before, Interlocked.Read(ref got));
        message.Resume();
        await ended.Task.InTime();
        Assert.Equal(Length, got);
    }

    [Fact]
    public async Task S50_Callbacks_come_in_order_and_finish_once()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var log = new EventLog();
        var request = Http.Request(To(server, method: "POST"));
        request.Finished += () => log.Add($"finish {request.IsFinished}");
        request.Closed += () => log.Close("close");
        request.Write("a", callback: _ => log.Add("first"));
        request.Write("b", callback: _ => log.Add("second"));
        Assert.False(request.IsFinished);
        request.End("c", _ => log.Add("end"));
        Assert.Equal("abc", await (await request.Response.InTime()).ReadStringAsync().InTime());
        Assert.Equal("first, second, finish True, end, close", await log.WholeAsync());
    }

    [Fact]
    public async Task S54_A_complete_exchange_is_finished_and_closed_but_not_destroyed()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var log = new EventLog();
        var request = Http.Request(To(server, method: "POST"), response =>
        {
            response.Ended += () => log.Add($"end {response.IsComplete}");
            response.Closed += () => log.Add("response close");
            response.Resume();
        });
        var ended = 0;
        request.Ended += () => ended++;
        request.Finished += () => log.Add("finish");
        request.Closed += () => log.Close($"close {request.IsDestroyed} {request.Error is null}");
        request.End("body");
        Assert.Equal((true, 1), (request.IsEnded, ended));
        Assert.Equal("finish, end True, response close, close False True", await log.WholeAsync());
        Assert.True(request.IsFinished);
    }

    [Fact]
    public async Task S55_N108_A_flushed_head_goes_alone_once()
    {
        var server = ListenRaw();
        var request = Http.Request(To(server, method: "POST"));
        request.FlushHeaders();
        request.FlushHeaders();
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        request.End("body");
        Assert.Equal("4\r\nbody\r\n0\r\n\r\n", await peer.ReadUntilAsync("0\r\n\r\n"));
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
        var response = await request.Response.InTime();
        Assert.False(response.IsComplete);
        await peer.SendAsync("late");
        Assert.Equal("late", await response.ReadStringAsync().InTime());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nA : b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\nA: b\n\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n\rx\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    public async Task S58_Lines_that_others_might_end_elsewhere_are_refused(string answer)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(answer);
        var error = await Assert.ThrowsAsync<HttpException>(() => pending.InTime());
        Assert.StartsWith("HPE_", error.Code, StringComparison.Ordinal);
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task S59_A_bare_line_feed_behind_a_chunk_extension_is_refused()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        var body = (await pending.InTime()).ReadAllAsync();
        await peer.SendAsync("2;\nxx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.StartsWith("HPE_", (await Assert.ThrowsAsync<HttpException>(() => body.InTime())).Code, StringComparison.Ordinal);
    }

    private ClientRequestOptions Declaring(HttpServer server, int length) => new()
    {
        Host = "127.0.0.1",
        Port = PortOf(server),
        Agent = Agent,
        Method = "POST",
        Headers = [new("Content-Length", $"{length}")],
    };
}
