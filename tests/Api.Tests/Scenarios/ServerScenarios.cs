using System.Text;

namespace HttpActors.Tests.Scenarios;

/// <summary>
/// The life of a server's connections, told by those who live it. Each scenario is whole in itself and reads from the
/// top: who serves, who connects, what each of them sees.
/// </summary>
public sealed class ServerScenarios : HttpScenario
{
    [Fact]
    public async Task Connection_life()
    {
        var server = Serve((request, response) =>
        {
            Tell($"request {request.Url} on {request.Socket!.Id}");
            response.Finished += () => Tell($"finished {request.Url}");
            response.End("hello");
        });
        server.ConnectionOpened += socket =>
        {
            Tell($"opened {socket.Id}");
            socket.Closed += () => Tell($"closed {socket.Id}");
        };

        var client = Connect(server);
        Expect("opened 1");

        // Two requests, one connection: it is kept alive between them.
        Assert.Equal("hello", (await client.GetAsync("/a")).Body);
        Expect("request /a on 1");
        Expect("finished /a");
        Assert.Equal("hello", (await client.GetAsync("/b")).Body);
        Expect("request /b on 1");
        Expect("finished /b");

        // The client goes: an orderly end for both.
        client.HalfClose();
        Assert.Equal("", await client.ReceiveToEndAsync());
        Expect("closed 1");
        await CloseAsync(server);
    }

    [Fact]
    public async Task Pipelining()
    {
        var held = new Queue<ServerResponse>();
        var server = Serve((request, response) =>
        {
            held.Enqueue(response);
            Tell(request.Url);
        });

        // Three requests in one piece.
        var client = Connect(server);
        await client.SendAsync(string.Concat("abc".Select(name => $"GET /{name} HTTP/1.1\r\nHost: h\r\n\r\n")));

        // The next one starts when the one before has ended, so answers leave in the order of the requests.
        foreach (var name in "abc")
        {
            Expect($"/{name}");
            ExpectNoMsg(TimeSpan.Zero);
            held.Dequeue().End($"answer {name}");
            Assert.Equal($"answer {name}", (await client.ReceiveAsync()).Body);
        }

        await CloseAsync(server);
    }

    [Fact]
    public async Task Slow_reader()
    {
        var piece = new string('x', 32 * 1024);
        var server = Serve((_, response) =>
        {
            response.Drained += () =>
            {
                Tell("drained");
                response.End("the end");
            };

            // 64 KiB may wait for the peer; the write that reaches the mark says so.
            while (response.Write(piece))
            {
                Tell("wrote");
            }

            Tell("must wait");
        });

        // A narrow connection: next to nothing is under way that the client has not read.
        var client = Connect(server, window: 2);
        await client.SendAsync(MemoryClient.Get);
        Expect("wrote");
        Expect("must wait");
        ExpectNoMsg(TimeSpan.Zero);

        // It reads, and the writer goes on.
        var answer = await client.ReceiveAsync();
        Expect("drained");
        Assert.Equal(piece + piece + "the end", answer.Body);
        await CloseAsync(server);
    }

    [Fact]
    public async Task Slow_writer()
    {
        var server = Serve((request, response) =>
        {
            request.DataReceived += data => Tell($"data {Encoding.ASCII.GetString(data.Span)}");
            request.Ended += () =>
            {
                Tell("ended");
                response.End("thanks");
            };
        });

        // A body that trickles: every piece is there as soon as it was sent.
        var client = Connect(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var word in (string[])["slow", "and", "steady"])
        {
            await client.SendAsync($"{word.Length:x}\r\n{word}\r\n");
            Expect($"data {word}");
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await client.SendAsync("0\r\n\r\n");
        Expect("ended");
        Assert.Equal("thanks", (await client.ReceiveAsync()).Body);

        // Patience ends: after five seconds less than 240 octets a second are too few.
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        var refused = client.ReceiveAsync();
        await PassTimeUntilAsync(refused);
        Assert.Equal(408, (await refused).Status);
        await CloseAsync(server);
    }

    [Fact]
    public async Task Timeout()
    {
        var server = Serve((_, response) => response.End("ok"));

        // A head that never ends: after a minute the client is told, and the connection closed.
        var slow = Connect(server);
        await slow.SendAsync("GET / HTTP/1.1\r\nHost");
        var end = slow.ReceiveToEndAsync();
        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(end.IsCompleted);
        await PassTimeUntilAsync(end);
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", await end);

        // An idle connection: 65 seconds after its last answer it is closed without a word.
        var idle = Connect(server);
        Assert.Equal("timeout=65", (await idle.GetAsync("/"))["Keep-Alive"]);
        end = idle.ReceiveToEndAsync();
        await PassTimeUntilAsync(end);
        Assert.Equal("", await end);
        await CloseAsync(server);
    }

    [Fact]
    public async Task Drain()
    {
        ServerResponse? working = null;
        var server = Serve((request, response) =>
        {
            working = response;
            Tell(request.Url);
        });
        var busy = Connect(server);
        var idle = Connect(server);
        await busy.SendAsync("GET /last HTTP/1.1\r\nHost: h\r\n\r\n");
        Expect("/last");

        // The server closes: who is busy finishes, and is told that this answer is the last one.
        var closed = server.CloseAsync();
        Assert.False(closed.IsCompleted);
        working!.End("finished");
        var answer = await busy.ReceiveAsync();
        Assert.Equal(("finished", "close"), (answer.Body, answer["Connection"]));
        busy.HalfClose();

        // Who is idle has a second for a request that was already on its way.
        await PassTimeUntilAsync(closed);
        Assert.Equal("", await idle.ReceiveToEndAsync());
        await closed.InTime();
    }

    [Fact]
    public async Task Handler_failure()
    {
        var server = Serve((request, response) =>
        {
            if (request.Url == "/late")
            {
                response.Write("a part of the ans");
            }

            if (request.Url != "/well")
            {
                throw new InvalidOperationException("broken handler");
            }

            response.End("well");
        });
        var bystander = Connect(server);
        Task ExpectOneFailureAsync(Func<Task> cause) =>
            EventFilter.Exception<InvalidOperationException>("broken handler").ExpectOneAsync(cause);

        // Nothing was sent: the client gets a 500, and nothing more on this connection.
        var early = Connect(server);
        await ExpectOneFailureAsync(async () => Assert.Equal(500, (await early.GetAsync("/early")).Status));

        // A part was sent: the connection breaks, so that nobody takes the part for the whole.
        var late = Connect(server);
        await ExpectOneFailureAsync(async () =>
        {
            await late.SendAsync("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
            await late.ExpectAbortAsync();
        });

        // The others never notice.
        Assert.Equal("well", (await bystander.GetAsync("/well")).Body);
        await CloseAsync(server);
    }

    [Fact]
    public async Task Upgrade()
    {
        var server = Serve((_, response) => response.End("still HTTP"));
        server.UpgradeRequested += async (request, socket, head) =>
        {
            Tell($"upgrade to {request.Headers.Get("upgrade")}");
            var tunnel = new HttpTunnel(request, socket, head);
            tunnel.Accept();
            using var stream = tunnel.AsStream();
            await stream.CopyToAsync(stream);
        };
        var client = Connect(server);
        Assert.Equal("still HTTP", (await client.GetAsync("/")).Body);

        // The client asks for another protocol, and does not wait before it speaks it.
        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst");
        Expect("upgrade to echo");
        Assert.Equal(101, (await client.ReceiveAsync()).Status);

        // From here on octets are octets.
        Assert.Equal("first", await client.ReceiveAsync(5));
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n");
        Assert.Equal("GET / HTTP/1.1\r\n\r\n", await client.ReceiveAsync(18));
        client.HalfClose();
        Assert.Equal("", await client.ReceiveToEndAsync());
        await CloseAsync(server);
    }
}
