using System.Collections.Concurrent;

namespace HttpActors.Tests.Streams;

/// <summary>The grammar of Rx under 64 connections at once, some of which break, while the server closes.</summary>
public abstract class GrammarTests(HttpTransport transport) : ServerTest
{
    private const int Connections = 64;
    private const int RequestsEach = 8;
    private readonly ConcurrentBag<GrammarObserver<HttpExchange>> _ofSockets = [];
    private readonly ConcurrentBag<GrammarObserver<ReadOnlyMemory<byte>>> _ofBodies = [];
    private readonly ConcurrentDictionary<string, GrammarObserver<ReadOnlyMemory<byte>>> _broken = new();
    private int _unpublished;

    private protected override HttpServerOptions Options => new() { Transport = transport };

    [Fact]
    public async Task Every_stream_is_serialized_and_ends_once_with_nothing_after()
    {
        var requests = new GrammarObserver<HttpExchange>(Answer);
        var connections = new GrammarObserver<NetSocket>();
        var server = Create();
        server.ConnectionOpened += socket =>
        {
            var ofSocket = new GrammarObserver<HttpExchange>();
            _ofSockets.Add(ofSocket);
            socket.Requests.Subscribe(ofSocket);
        };
        using var first = server.Requests.Subscribe(requests);
        using var second = server.Connections.Subscribe(connections);
        await ListenAsync(server);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => ClientAsync(server, number)));
        var closing = server.CloseAsync();
        server.CloseAllConnections();
        await closing.InTime();

        Assert.Equal((Connections, 1, 0), (connections.Items, connections.Terminals, connections.Violations));
        Assert.Equal((1, 0), (requests.Terminals, requests.Violations));
        Assert.Equal(Connections, _ofSockets.Count);
        Assert.All(_ofSockets, ofSocket => Assert.Equal((1, 0), (ofSocket.Terminals, ofSocket.Violations)));
        Assert.All(_ofBodies, body => Assert.Equal((1, 0), (body.Terminals, body.Violations)));
        Assert.Equal(requests.Items, _ofSockets.Sum(ofSocket => ofSocket.Items));
        Assert.Equal(Connections * RequestsEach, requests.Items - _broken.Count + Volatile.Read(ref _unpublished));
        Assert.Equal(requests.Items, _ofBodies.Count);
    }

    private void Answer(HttpExchange exchange)
    {
        var body = new GrammarObserver<ReadOnlyMemory<byte>>();
        _ofBodies.Add(body);
        if (exchange.Request.Url != "/")
        {
            _broken[exchange.Request.Url] = body;
        }

        // Outside the turn the body may be over before the next line runs: first who waits for its end.
        exchange.Request.Ended += () => exchange.Response.End("ok");
        exchange.Request.Data.Subscribe(body);
    }

    /// <summary>Every fourth client breaks off in the middle of its last body.</summary>
    private async Task ClientAsync(HttpServer server, int number)
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        var breaks = number % 4 == 0;
        for (var i = 0; i < RequestsEach; i++)
        {
            if (breaks && i == RequestsEach - 1)
            {
                // Not even a whole head: such a request is never published.
                Interlocked.Increment(ref _unpublished);
                await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\n");
                client.Reset();
                return;
            }

            await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            await client.SendAsync("2\r\nde\r\n0\r\n\r\n");
            Assert.Equal("ok", (await client.ReadResponseAsync()).Body);
        }

        if (number % 4 == 1)
        {
            // A body that breaks: its stream ends with an error, like every other exactly once.
            await client.SendAsync($"POST /{number} HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nsome");
            await Bounded.Until(() => _broken.TryGetValue($"/{number}", out var body) && body.Items > 0);
            client.Reset();
        }
    }
}

public sealed class GrammarTestsOnLoops() : GrammarTests(HttpTransport.Automatic);

public sealed class GrammarTestsOnTheThreadPool() : GrammarTests(HttpTransport.ThreadPool);
