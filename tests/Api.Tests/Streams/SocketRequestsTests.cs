using System.Collections.Concurrent;
using System.Reactive.Linq;

namespace HttpActors.Tests.Streams;

/// <summary>The requests of one connection as a stream.</summary>
public sealed class SocketRequestsTests : ServerTest
{
    [Fact]
    public async Task Each_connection_has_its_own_requests_in_order_and_in_turn()
    {
        var seen = new ConcurrentDictionary<long, List<string>>();
        var server = Create();
        server.ConnectionOpened += socket => socket.Requests.Subscribe(exchange =>
        {
            Assert.Same(socket, exchange.Request.Socket);
            Assert.Same(exchange.Request.Exchange, SynchronizationContext.Current);
            seen.GetOrAdd(socket.Id, _ => []).Add(exchange.Request.Url);
            exchange.Response.End(exchange.Request.Url);
        });
        await ListenAsync(server);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal($"/{number}/{i}", (await client.ExchangeAsync($"GET /{number}/{i} HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
            }
        }));
        Assert.Equal(8, seen.Count);
        Assert.All(seen.Values, urls => Assert.Equal(urls.Order(), urls));
        Assert.All(seen.Values, urls => Assert.Single(urls.Select(url => url.Split('/')[1]).Distinct()));
    }

    [Fact]
    public async Task It_completes_with_its_connection_and_tells_late_subscribers_so()
    {
        var notifications = new ConcurrentQueue<string>();
        NetSocket? opened = null;
        var server = Create();
        server.ConnectionOpened += socket =>
        {
            opened = socket;
            socket.Requests.Subscribe(
                exchange =>
                {
                    notifications.Enqueue("next");
                    exchange.Response.End();
                },
                _ => notifications.Enqueue("error"),
                () => notifications.Enqueue("completed"));
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        await client.ExchangeAsync(Get);
        client.Reset();
        await Bounded.Until(() => notifications.Contains("completed"));
        Assert.Equal(["next", "next", "completed"], notifications);
        var late = new List<string>();
        opened!.Requests.Subscribe(_ => late.Add("next"), () => late.Add("completed"));
        Assert.Equal(["completed"], late);
    }

    [Fact]
    public async Task Who_listens_to_one_connection_leaves_the_others_unheard()
    {
        var server = Create();
        server.ConnectionOpened += socket =>
        {
            if (socket.Id == 1)
            {
                socket.Requests.Take(1).Subscribe(exchange => exchange.Response.End("heard"));
            }
        };
        await ListenAsync(server);
        var first = await ConnectAsync(server);
        Assert.Equal("heard", (await first.ExchangeAsync(Get)).Body);
        Assert.Equal(503, (await first.ExchangeAsync(Get)).Status);
        var second = await ConnectAsync(server);
        Assert.Equal(503, (await second.ExchangeAsync(Get)).Status);
    }

    [Fact]
    public async Task Operators_over_the_connections_make_one_stream_of_all_their_requests()
    {
        var server = Create();
        using var subscription = Observable
            .FromEvent<NetSocket>(add => server.ConnectionOpened += add, remove => server.ConnectionOpened -= remove)
            .SelectMany(socket => socket.Requests.Select((exchange, at) => (exchange, at)))
            .Subscribe(numbered => numbered.exchange.Response.End(numbered.at.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        Assert.Equal("0", (await client.ExchangeAsync(Get)).Body);
        Assert.Equal("1", (await client.ExchangeAsync(Get)).Body);
    }
}
