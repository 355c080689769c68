using System.Buffers;
using System.Globalization;
using System.Reactive.Linq;
using System.Text;
using HttpActors.Body;

namespace HttpActors.Tests.Messages;

/// <summary>The ways to take a body (API rows 46 to 48, 3.2, n85, n86; scenarios S1, S37, S46, S47).</summary>
public sealed class RequestBodyTests : ServerTest
{
    private const string Chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";

    public static TheoryData<string> Ways => new(Readers.Keys);

    private static Dictionary<string, Func<IncomingMessage, Task<string>>> Readers { get; } = new()
    {
        ["event"] = ByEventAsync,
        ["observable"] = async request => Join(await request.Data.ToList()),
        ["reader"] = ByReaderAsync,
        ["enumerable"] = ByEnumerationAsync,
        ["all"] = async request => Encoding.UTF8.GetString(await request.ReadAllAsync()),
        ["string"] = request => request.ReadStringAsync(),
        ["copy"] = ByCopyAsync,
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task S01_Every_way_takes_a_sized_a_chunked_and_no_body(string way)
    {
        var server = await ServeAsync(async (request, answer) => answer.End(await Readers[way](request)));
        var client = await ConnectAsync(server);
        Assert.Equal("hello world", (await client.ExchangeAsync(Post("hello world"))).Body);
        Assert.Equal("hello world", (await client.ExchangeAsync(Chunked)).Body);
        Assert.Equal("", (await client.ExchangeAsync(Get)).Body);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_way_hears_of_a_body_that_is_cut_short(string way)
    {
        var outcome = Promise<Exception?>();
        var reading = Promise();
        var server = await ServeAsync(async (request, _) =>
        {
            var read = Readers[way](request);
            reading.SetResult();
            outcome.SetResult(await Record.ExceptionAsync(() => read));
        });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nsome");
        await reading.Task.InTime();
        client.Reset();
        Assert.Equal("ECONNRESET", Assert.IsType<HttpException>(await outcome.Task.InTime()).Code);
    }

    [Fact]
    public async Task S37_A_chunked_body_cut_anywhere_is_whole()
    {
        var server = await ServeAsync(async (request, answer) => answer.End(await request.ReadStringAsync()));
        var client = await ConnectAsync(server);
        for (var cut = 60; cut < Chunked.Length; cut += 3)
        {
            await client.SendAsync(Chunked[..cut]);
            await client.SendAsync(Chunked[cut..]);
            Assert.Equal("hello world", (await client.ReadResponseAsync()).Body);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task S46_A_body_belongs_to_any_method(string method)
    {
        var server = await ServeAsync(async (request, answer) => answer.End($"{request.Method} {await request.ReadStringAsync()}"));
        var client = await ConnectAsync(server);
        await client.SendAsync(Post("GET / HTTP/1.1", "/x").Replace("POST", method, StringComparison.Ordinal) + Post("next"));
        Assert.Equal($"{method} GET / HTTP/1.1", (await client.ReadResponseAsync()).Body);
        Assert.Equal("POST next", (await client.ReadResponseAsync()).Body);
    }

    [Fact]
    public async Task N86_S47_A_body_that_nobody_reads_does_not_hold_up_the_next_request()
    {
        var server = await ServeAsync((request, answer) => answer.End(request.Url));
        var client = await ConnectAsync(server);
        await client.SendAsync(Post(new string('x', 100_000), "/1") + Post("y", "/2"));
        Assert.Equal("/1", (await client.ReadResponseAsync()).Body);
        Assert.Equal("/2", (await client.ReadResponseAsync()).Body);
    }

    [Fact]
    public async Task S47_A_paused_body_is_not_drained_under_its_readers_feet()
    {
        var requests = Promise<IncomingMessage>();
        var read = Promise<string>();
        var server = await ServeAsync((request, answer) =>
        {
            var text = new StringBuilder();
            request.DataReceived += data => text.Append(Encoding.UTF8.GetString(data.Span));
            request.Ended += () => read.SetResult(text.ToString());
            request.Pause();
            answer.End("early");
            requests.SetResult(request);
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Post("kept for later"));
        Assert.Equal("early", (await client.ReadResponseAsync()).Body);
        var request = await requests.Task.InTime();
        Assert.True(request.IsPaused);
        Assert.False(read.Task.IsCompleted);
        request.Resume();
        Assert.Equal("kept for later", await read.Task.InTime());
    }

    [Fact]
    public async Task A_message_that_is_paused_first_stays_paused_when_a_listener_comes()
    {
        var requests = Promise<IncomingMessage>();
        var got = Promise();
        var server = await ServeAsync((request, answer) =>
        {
            request.Pause();
            request.DataReceived += _ => got.TrySetResult();
            answer.FlushHeaders();
            requests.SetResult(request);
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Post("data"));

        // The body came with the head: had it been wanted, it would have been delivered before the answer's head left.
        await client.ReadAsync(20);
        Assert.False(got.Task.IsCompleted);
        (await requests.Task.InTime()).Resume();
        await got.Task.InTime();
    }

    [Fact]
    public async Task An_end_that_came_while_paused_is_told_on_Resume_also_after_the_response()
    {
        var requests = Promise<IncomingMessage>();
        var ended = Promise();
        var server = await ServeAsync((request, answer) =>
        {
            request.Ended += ended.SetResult;
            request.DataReceived += _ => { };
            request.Pause();
            answer.End("ok");
            requests.SetResult(request);
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        (await requests.Task.InTime()).Resume();
        await ended.Task.InTime();
    }

    [Fact]
    public async Task Resume_alone_throws_the_body_away_and_tells_the_end()
    {
        var response = await AnswerToAsync(Post("unwanted"), (request, answer) =>
        {
            request.Ended += () => answer.End("over");
            request.Resume();
        });
        Assert.Equal("over", response.Body);
    }

    [Fact]
    public async Task A_body_is_taken_in_one_way_once()
    {
        var response = await AnswerToAsync(Post("x"), async (request, answer) =>
        {
            request.DataReceived += _ => { };
            using var shared = request.Data.Subscribe(_ => { });
            Assert.Equal("ERR_HTTP_BODY_CLAIMED", Assert.Throws<HttpStateException>(() => request.Body).Code);
            Assert.Throws<HttpStateException>(() => request.ReadChunksAsync());
            await Assert.ThrowsAsync<HttpStateException>(() => request.ReadAllAsync());
            await Assert.ThrowsAsync<HttpStateException>(() => request.CopyToAsync(Stream.Null));
            answer.End("one way");
        });
        Assert.Equal("one way", response.Body);
    }

    [Fact]
    public async Task A_body_asked_for_too_late_was_thrown_away()
    {
        var outcome = Promise<Exception?>();
        var requests = Promise<IncomingMessage>();
        var server = await ServeAsync((request, answer) =>
        {
            answer.End("done");
            requests.TrySetResult(request);
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Post("gone"));
        await client.ExchangeAsync("GET /marker HTTP/1.1\r\nHost: h\r\n\r\n");
        var request = await requests.Task.InTime();
        outcome.SetResult(await Record.ExceptionAsync(() => request.ReadAllAsync().InTime()));
        Assert.Equal("ERR_HTTP_BODY_DISCARDED", Assert.IsType<HttpException>(await outcome.Task).Code);
    }

    [Fact]
    public async Task A_reader_accepts_so_much_and_the_exchange_goes_on()
    {
        var server = await ServeAsync(async (request, answer) =>
        {
            var error = await Assert.ThrowsAsync<HttpException>(() => request.ReadAllAsync(maxBytes: 10));
            answer.End(error.Code);
        });
        var client = await ConnectAsync(server);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("ERR_HTTP_BODY_TOO_LARGE", (await client.ExchangeAsync(Post(new string('x', 50_000)))).Body);
        }
    }

    [Fact]
    public async Task A_handler_that_does_not_catch_it_answers_413()
    {
        var server = await ServeAsync(async (request, answer) =>
        {
            await request.ReadAllAsync(maxBytes: 10);
            answer.End("never");
        });
        var client = await ConnectAsync(server);
        Assert.Equal(413, (await client.ExchangeAsync(Post(new string('x', 50_000)))).Status);
    }

    [Fact]
    public async Task What_is_no_JSON_is_the_clients_fault()
    {
        var server = await ServeAsync(async (request, answer) => answer.End((await request.ReadJsonAsync<int[]>())!.Length.ToString(CultureInfo.InvariantCulture)));
        var client = await ConnectAsync(server);
        Assert.Equal("3", (await client.ExchangeAsync(Post("[1,2,3]"))).Body);
        var refused = await client.ExchangeAsync(Post("{ \"a"));
        Assert.Equal(400, refused.Status);
        Assert.Contains("no JSON", refused.Body);
    }

    [Fact]
    public async Task A_handler_that_blames_the_request_chooses_the_status()
    {
        var server = await ServeAsync((_, _) => throw new HttpException("E_TEAPOT", "no café here") { ResponseStatusCode = 418 });
        var refused = await (await ConnectAsync(server)).ExchangeAsync(Post("x"));
        Assert.Equal(418, refused.Status);
        Assert.Equal("418 I'm a Teapot: no café here\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(refused.Body)));
        Assert.Throws<HttpRangeException>(() => new HttpException("E", "") { ResponseStatusCode = 500 });
    }

    [Fact]
    public void Pieces_of_one_octet_count_for_what_they_cost()
    {
        var body = new QueuedBody(null!, default);
        var pieces = 1;
        while (!body.Fill(new ReadOnlySequence<byte>([1])))
        {
            pieces++;
        }

        Assert.InRange(pieces, 100, 1024);
    }

    [Fact]
    public async Task Text_is_read_in_the_charset_of_its_type()
    {
        var server = await ServeAsync(async (request, answer) => answer.End(await request.ReadStringAsync()));
        var client = await ConnectAsync(server);
        var response = await client.ExchangeAsync(
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain; charset=\"iso-8859-1\"\r\nContent-Length: 1\r\n\r\n\u00e9");
        Assert.Equal("é", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(response.Body)));
    }

    [Fact]
    public async Task Pieces_belong_to_the_receiver_for_good()
    {
        var kept = new List<ReadOnlyMemory<byte>>();
        var server = await ServeAsync((request, answer) =>
        {
            request.DataReceived += kept.Add;
            request.Ended += () => answer.End("ok");
        });
        var expected = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},"));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Post(expected));
        client.Dispose();
        await Bounded.Until(() => server.ConnectionCount == 0);

        // Buffers of the dead connection are in use again.
        var other = await ConnectAsync(server);
        var before = kept.ToArray();
        await other.ExchangeAsync(Post(new string('#', 200_000)));
        Assert.Equal(expected, Join(before));
    }

    private static Task<string> ByEventAsync(IncomingMessage request)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        var done = Promise<string>();
        request.DataReceived += pieces.Add;
        request.Ended += () => done.TrySetResult(Join(pieces));
        request.Errored += error => done.TrySetException(error);
        return done.Task;
    }

    private static async Task<string> ByReaderAsync(IncomingMessage request)
    {
        while (true)
        {
            var result = await request.Body.ReadAsync();
            if (result.IsCompleted)
            {
                var text = Encoding.UTF8.GetString(result.Buffer);
                await request.Body.CompleteAsync();
                return text;
            }

            request.Body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static async Task<string> ByEnumerationAsync(IncomingMessage request)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        await foreach (var piece in request)
        {
            pieces.Add(piece);
        }

        return Join(pieces);
    }

    private static async Task<string> ByCopyAsync(IncomingMessage request)
    {
        var target = new MemoryStream();
        await request.CopyToAsync(target);
        return Encoding.UTF8.GetString(target.ToArray());
    }

    private static string Join(IEnumerable<ReadOnlyMemory<byte>> pieces) =>
        string.Concat(pieces.Select(piece => Encoding.UTF8.GetString(piece.Span)));
}
