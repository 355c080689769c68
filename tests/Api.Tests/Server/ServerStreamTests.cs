using System.Collections.Concurrent;
using System.Reactive.Linq;

namespace HttpActors.Tests.Server;

/// <summary>Events and observables of the whole server (API rows 3, 18 and 20, 3.2; the grammar of Rx).</summary>
public sealed class ServerStreamTests : ServerTest
{
    [Fact]
    public async Task S03_A_listener_that_comes_later_works_like_one_given_at_first()
    {
        var server = Http.CreateServer();
        await ListenAsync(server);
        server.RequestReceived += (_, answer) => answer.End("later");
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("later", (await client.ExchangeAsync(Get)).Body);
        client.Dispose();
        await server.CloseAsync().InTime();
    }

    [Fact]
    public async Task S02_Three_requests_on_three_connections_are_three_of_each()
    {
        var connections = 0;
        var requests = 0;
        var closed = 0;
        var server = Create();
        server.ConnectionOpened += socket =>
        {
            Interlocked.Increment(ref connections);
            socket.Closed += () => Interlocked.Increment(ref closed);
        };
        server.RequestReceived += (_, answer) =>
        {
            Interlocked.Increment(ref requests);
            answer.End();
        };
        await ListenAsync(server);
        for (var i = 0; i < 3; i++)
        {
            var client = await ConnectAsync(server);
            await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            Assert.Equal("", await client.ReadToEndAsync());
        }

        await Bounded.Until(() => Volatile.Read(ref closed) == 3);
        Assert.Equal((3, 3), (connections, requests));
    }

    [Fact]
    public async Task Nobody_listening_is_answered_with_503_by_event_and_observable_alike()
    {
        var server = await ListenAsync(Create());
        var client = await ConnectAsync(server);
        Assert.Equal(503, (await client.ExchangeAsync(Get)).Status);

        void Listen(IncomingMessage request, ServerResponse answer) => answer.End("event");
        server.RequestReceived += Listen;
        Assert.Equal("event", (await client.ExchangeAsync(Get)).Body);
        server.RequestReceived -= Listen;
        Assert.Equal(503, (await client.ExchangeAsync(Get)).Status);

        var subscription = server.Requests.Subscribe(exchange => exchange.Response.End("observable"));
        Assert.Equal("observable", (await client.ExchangeAsync(Get)).Body);
        subscription.Dispose();
        Assert.Equal(503, (await client.ExchangeAsync(Get)).Status);
    }

    [Fact]
    public async Task Row20_Requests_publishes_the_pair_outside_the_connections_turn()
    {
        SynchronizationContext? seen = null;
        var server = await ListenAsync(Create());
        using var subscription = server.Requests.Subscribe(exchange =>
        {
            seen = SynchronizationContext.Current;
            Assert.Same(exchange.Request, exchange.Response.Request);
            exchange.Response.End(exchange.Request.Url);
        });
        var client = await ConnectAsync(server);
        Assert.Equal("/", (await client.ExchangeAsync(Get)).Body);
        Assert.IsNotAssignableFrom<HttpActors.Actors.Turns.TurnSynchronizationContext>(seen);
    }

    [Fact]
    public async Task Row18_Connections_are_published_by_event_and_observable()
    {
        var byEvent = new ConcurrentQueue<NetSocket>();
        var byStream = new ConcurrentQueue<NetSocket>();
        var server = Create();
        server.ConnectionOpened += byEvent.Enqueue;
        using var subscription = server.Connections.Subscribe(byStream.Enqueue);
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await Bounded.Until(() => byEvent.Count == 1 && byStream.Count == 1);
        Assert.Same(byEvent.First(), byStream.First());
        Assert.Equal(client.LocalEndPoint, byEvent.First().RemoteEndPoint);
        byStream.First().Destroy();
        await client.EndsWithResetAsync();
    }

    [Fact]
    public async Task Sixty_four_connections_reach_one_observer_one_call_at_a_time()
    {
        var inside = 0;
        var overlaps = 0;
        var seen = 0;
        var server = await ListenAsync(Create());
        using var subscription = server.Requests.Subscribe(exchange =>
        {
            overlaps += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
            Thread.SpinWait(100);
            seen++;
            exchange.Response.End("ok");
            Interlocked.Decrement(ref inside);
        });
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
            }
        }));
        Assert.Equal((0, 640), (overlaps, seen));
    }

    [Fact]
    public async Task The_stream_completes_once_after_its_last_item_and_nothing_follows()
    {
        var notifications = new ConcurrentQueue<string>();
        var server = await ListenAsync(Create());
        using var subscription = server.Requests.Subscribe(
            exchange =>
            {
                notifications.Enqueue("next");
                exchange.Response.End();
            },
            error => notifications.Enqueue("error"),
            () => notifications.Enqueue("completed"));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        client.Dispose();
        await server.CloseAsync().InTime();
        await server.CloseAsync().InTime();
        Assert.Equal(["next", "completed"], notifications);

        // Another life of the server is another stream.
        await ListenAsync(server);
        var later = await ConnectAsync(server);
        Assert.Equal(503, (await later.ExchangeAsync(Get)).Status);
        Assert.Equal(2, notifications.Count);
    }

    [Fact]
    public async Task An_observer_is_not_told_the_end_while_it_still_works()
    {
        using var release = new ManualResetEventSlim();
        var entered = Promise();
        var notifications = new ConcurrentQueue<string>();
        var server = await ListenAsync(Create());
        using var subscription = server.Requests.Subscribe(
            _ =>
            {
                entered.SetResult();
                release.Wait(Bounded.Patience);
                notifications.Enqueue("next is over");
            },
            () => notifications.Enqueue("completed"));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await entered.Task.InTime();
        client.Reset();
        var closing = server.CloseAsync();
        await Bounded.Until(() => server.ConnectionCount == 0);
        Assert.Empty(notifications);
        release.Set();
        await closing.InTime();
        Assert.Equal(["next is over", "completed"], notifications);
    }

    [Fact]
    public async Task Operators_compose_with_the_streams()
    {
        var server = await ListenAsync(Create());
        using var posts = server.Requests.Where(exchange => exchange.Request.Method == "POST")
            .Subscribe(exchange => exchange.Response.End("posted"));
        using var others = server.Requests.Where(exchange => exchange.Request.Method != "POST")
            .Subscribe(exchange => exchange.Response.End("other"));
        var client = await ConnectAsync(server);
        Assert.Equal("posted", (await client.ExchangeAsync(Post("x"))).Body);
        Assert.Equal("other", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task A_body_stream_ends_with_exactly_one_terminal()
    {
        var notifications = new ConcurrentQueue<string>();
        var done = Promise();
        var server = await ServeAsync((request, answer) => request.Data.Subscribe(
            data => notifications.Enqueue($"next {data.Length}"),
            error => notifications.Enqueue("error"),
            () =>
            {
                notifications.Enqueue("completed");
                answer.End("ok", _ => done.TrySetResult());
            }));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Post("12345"));
        await done.Task.InTime();
        client.Dispose();
        await Bounded.Until(() => server.ConnectionCount == 0);
        Assert.Equal(["next 5", "completed"], notifications);
    }

    [Fact]
    public async Task N38_An_injected_pipe_is_served()
    {
        var server = Create();
        server.RequestReceived += (request, answer) => answer.End(request.Url);
        var pipes = HttpActors.Actors.Transport.MemoryTransport.CreatePair();
        server.Accept(pipes.Server);
        await pipes.Client.Output.WriteAsync("GET /injected HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"u8.ToArray()).InTime();
        using var reader = new StreamReader(pipes.Client.Input.AsStream());
        Assert.EndsWith("/injected", await reader.ReadToEndAsync().InTime());
        await server.CloseAsync().InTime();
    }
}
