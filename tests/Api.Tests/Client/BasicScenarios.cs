using System.Collections.Concurrent;
using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>A plain exchange from the client's side: group A of the scenarios.</summary>
public class BasicScenarios : ClientTest
{
    [Fact]
    public async Task S01_A_post_is_echoed_and_a_get_without_a_body_ends_all_the_same()
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadAllAsync()));
        var log = new EventLog();
        var request = Http.Request(
            new ClientRequestOptions
            {
                Host = "127.0.0.1",
                Port = PortOf(server),
                Agent = Agent,
                Method = "POST",
                Headers = [new("Content-Length", "8")],
            },
            response =>
            {
                var body = new StringBuilder();
                log.Add($"response {response.StatusCode}");
                response.DataReceived += data => body.Append(Encoding.ASCII.GetString(data.Span));
                response.Ended += () => log.Close($"end {body}");
            });
        request.Write("one ");
        request.Write("more");
        request.End();
        Assert.Equal("response 200, end one more", await log.WholeAsync());

        var empty = new EventLog();
        Http.Get(To(server), response =>
        {
            response.DataReceived += data => empty.Add($"data {data.Length}");
            response.Ended += () => empty.Close("end");
        });
        Assert.Equal("end", await empty.WholeAsync());
    }

    [Fact]
    public async Task S02_N118_Three_requests_without_keep_alive_are_three_sockets_and_three_responses()
    {
        var connections = 0;
        var requests = 0;
        var closed = 0;
        var server = await ServeAsync((_, response) =>
        {
            Interlocked.Increment(ref requests);
            response.End("x");
        });
        server.ConnectionOpened += _ => Interlocked.Increment(ref connections);
        server.Closed += () => Interlocked.Increment(ref closed);
        var agent = NewAgent(new HttpAgentOptions { KeepAlive = false });
        var sockets = new ConcurrentBag<long>();
        var responses = 0;
        for (var i = 0; i < 3; i++)
        {
            var request = Http.Get(
                new ClientRequestOptions { Host = "127.0.0.1", Port = PortOf(server), Agent = agent },
                response =>
                {
                    Interlocked.Increment(ref responses);
                    response.Resume();
                });
            request.SocketAssigned += socket => sockets.Add(socket.Id);
            await request.Completion.InTime();
            Assert.False(request.ReusedSocket);
        }

        await server.CloseAsync().InTime();
        Assert.Equal((3, 3, 3, 1), (connections, requests, responses, closed));
        Assert.Equal(3, sockets.Distinct().Count());
        Assert.Equal(3, agent.GetStats().CreatedConnections);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("octets")]
    [InlineData("text and callback")]
    [InlineData("octets and callback")]
    [InlineData("callback")]
    public async Task S05_Every_form_of_End_delivers_and_calls_back_once(string form)
    {
        var server = await ServeAsync(async (request, response) => response.End(await request.ReadStringAsync()));
        var calls = 0;
        var request = Http.Request(To(server, method: "POST"));
        request.Write("before ");
        _ = form switch
        {
            "text" => request.End("end"),
            "octets" => request.End("end"u8.ToArray()),
            "text and callback" => request.End("end", Called),
            "octets and callback" => request.End("end"u8.ToArray(), Called),
            _ => request.End(Called),
        };
        var answer = await (await request.Response.InTime()).ReadStringAsync().InTime();
        await request.Completion.InTime();
        Assert.Equal(form == "callback" ? "before " : "before end", answer);
        Assert.Equal(form.EndsWith("callback", StringComparison.Ordinal) ? 1 : 0, calls);

        void Called(Exception? error)
        {
            Assert.Null(error);
            Interlocked.Increment(ref calls);
        }
    }

    [Fact]
    public async Task S06_Text_is_UTF8_and_its_length_counts_octets()
    {
        var server = await ServeAsync(async (request, response) =>
            response.End($"{request.Headers["content-length"]} {await request.ReadStringAsync()}"));
        const string Text = "žluťoučký ☃";
        var request = Http.Request(To(server, method: "POST")).End(Text);
        var answer = await (await request.Response.InTime()).ReadStringAsync().InTime();
        Assert.Equal($"{Encoding.UTF8.GetByteCount(Text)} {Text}", answer);
    }

    [Theory]
    [InlineData(16_390)]
    [InlineData(3_000_000)]
    public async Task S09_A_large_body_in_one_write_works_in_both_directions(int length)
    {
        var octets = new byte[length];
        new Random(length).NextBytes(octets);
        var server = await ServeAsync(async (request, response) =>
        {
            response.Write(await request.ReadAllAsync());
            response.End();
        });
        var request = Http.Request(To(server, method: "POST"));
        request.Write(octets);
        request.End();
        Assert.Equal(octets, await (await request.Response.InTime()).ReadAllAsync().InTime());
    }

    [Fact]
    public async Task S10_Five_hundred_fields_arrive_in_both_directions_without_the_removed_one()
    {
        var server = await ServeAsync((request, response) =>
        {
            foreach (var (name, value) in request.Headers)
            {
                if (name.StartsWith("x-", StringComparison.Ordinal))
                {
                    response.SetHeader(name, value);
                }
            }

            response.SetHeader("Content-Length", 0);
            response.End();
        });
        var request = Http.Request(To(server));
        for (var i = 0; i < 500; i++)
        {
            request.SetHeader($"X-{i}", "first");
            request.SetHeader($"x-{i}", $"value {i}");
        }

        request.RemoveHeader("X-250");
        request.End();
        var response = await request.Response.InTime();
        Assert.Equal("0", response.Headers["content-length"]);
        Assert.Null(response.Headers["x-250"]);
        Assert.Equal(499, response.Headers.Names.Count(name => name.StartsWith("x-", StringComparison.Ordinal)));
        Assert.All(
            Enumerable.Range(0, 500).Where(i => i != 250), i => Assert.Equal($"value {i}", response.Headers[$"X-{i}"]));
        await response.ReadAllAsync().InTime();
    }

    [Theory]
    [InlineData("HTTP/1.0", "1.0")]
    [InlineData("HTTP/1.1", "1.1")]
    public async Task S11_N81_A_message_says_its_version(string line, string version)
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        Assert.StartsWith("GET / HTTP/1.1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.SendAsync($"{line} 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(Version.Parse(version), (await pending.InTime()).HttpVersion);
    }

    [Theory]
    [InlineData(200, null, "OK")]
    [InlineData(204, null, "No Content")]
    [InlineData(304, null, "Not Modified")]
    [InlineData(404, null, "Not Found")]
    [InlineData(510, null, "Not Extended")]
    [InlineData(220, null, "unknown")]
    [InlineData(200, "Quite So", "Quite So")]
    public async Task S14_Row52_Row53_A_status_travels_with_its_reason(int code, string? given, string seen)
    {
        var server = await ServeAsync((_, response) =>
        {
            response.StatusCode = code;
            response.StatusMessage = given;
            response.End();
        });
        var response = await Http.GetAsync(To(server)).InTime();
        Assert.Equal((code, seen), (response.StatusCode, response.StatusMessage));
        Assert.Empty(await response.ReadAllAsync().InTime());
    }
}
