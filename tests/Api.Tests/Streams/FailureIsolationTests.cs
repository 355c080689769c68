using System.Reactive.Linq;
using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Streams;

/// <summary>
/// A throwing observer, event handler and operator chain each cost their exchange only, and the next request is heard:
/// on every stream that carries exchanges.
/// </summary>
public sealed class FailureIsolationTests : TestKit
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var stream in (string[])["server", "socket"])
            {
                foreach (var listener in (string[])["observer", "chain that catches inside", "chain that is retried"])
                {
                    cases.Add(stream, listener);
                }
            }

            cases.Add("event", "handler");
            cases.Add("event", "async handler");
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_costs_its_exchange_and_the_next_request_is_heard(string stream, string listener)
    {
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys });
        Listen(server, stream, listener);
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var bystander = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("heard", (await AskAsync(bystander, "/")).Body);
        for (var i = 0; i < 3; i++)
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            Assert.Equal("heard", (await AskAsync(client, "/")).Body);
            await EventFilter.Exception<InvalidOperationException>("broken listener").ExpectOneAsync(async () =>
                Assert.Equal(500, (await AskAsync(client, "/fail")).Status));
            Assert.Equal("heard", (await AskAsync(bystander, "/")).Body);
            using var next = await RawClient.ConnectAsync(server.Address);
            Assert.Equal("heard", (await AskAsync(next, "/")).Body);
        }
    }

    [Theory]
    [InlineData("server")]
    [InlineData("socket")]
    public async Task A_chain_that_throws_alone_has_unsubscribed_itself_and_the_log_says_so(string stream)
    {
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys });
        var subscribed = false;
        if (stream == "server")
        {
            server.Requests.Select(Broken).Subscribe(Answer);
        }
        else
        {
            server.ConnectionOpened += socket =>
            {
                if (!subscribed)
                {
                    subscribed = true;
                    socket.Requests.Select(Broken).Subscribe(Answer);
                }
            };
        }

        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        await EventFilter.Warning(contains: "unsubscribed itself").ExpectOneAsync(async () =>
            Assert.Equal(500, (await AskAsync(client, "/fail")).Status));
        using var next = await RawClient.ConnectAsync(server.Address);
        Assert.Equal(503, (await AskAsync(next, "/")).Status);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("socket")]
    public async Task A_chain_that_throws_takes_no_other_with_it(string stream)
    {
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys });
        void SubscribeBoth(IObservable<HttpExchange> requests)
        {
            requests.Where(Fails).Select(Broken).Subscribe();
            requests.Where(exchange => !Fails(exchange)).Subscribe(Answer);
        }

        if (stream == "server")
        {
            SubscribeBoth(server.Requests);
        }
        else
        {
            server.ConnectionOpened += socket => SubscribeBoth(socket.Requests);
        }

        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var bystander = await RawClient.ConnectAsync(server.Address);
        using var client = await RawClient.ConnectAsync(server.Address);
        await EventFilter.Exception<InvalidOperationException>("broken listener").ExpectOneAsync(async () =>
            Assert.Equal(500, (await AskAsync(client, "/fail")).Status));
        Assert.Equal("heard", (await AskAsync(bystander, "/")).Body);
        using var next = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("heard", (await AskAsync(next, "/")).Body);
    }

    [Fact]
    public async Task A_body_observer_that_throws_costs_its_exchange_only()
    {
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys }, (request, answer) =>
            request.Data
                .Select(data => data.Span[0] == (byte)'x' ? throw new InvalidOperationException("broken listener") : data)
                .Subscribe(_ => { }, () => answer.End("heard")));
        await server.ListenAsync(0, "127.0.0.1").InTime();
        for (var i = 0; i < 3; i++)
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            Assert.Equal("heard", (await PostAsync(client, "fine")).Body);
            await EventFilter.Exception<InvalidOperationException>("broken listener").ExpectOneAsync(async () =>
                Assert.Equal(500, (await PostAsync(client, "x")).Status));
        }
    }

    private static void Listen(HttpServer server, string stream, string listener)
    {
        switch (stream)
        {
            case "event" when listener == "handler":
                server.RequestReceived += (request, answer) => Answer(Broken(new HttpExchange(request, answer)));
                break;
            case "event":
                server.AddListener(async (request, answer) =>
                {
                    await Task.Yield();
                    Answer(Broken(new HttpExchange(request, answer)));
                });
                break;
            case "server":
                Subscribe(server.Requests, listener);
                break;
            default:
                server.ConnectionOpened += socket => Subscribe(socket.Requests, listener);
                break;
        }
    }

    private static void Subscribe(IObservable<HttpExchange> requests, string listener)
    {
        switch (listener)
        {
            case "observer":
                requests.Subscribe(exchange => Answer(Broken(exchange)));
                break;
            case "chain that catches inside":
                requests
                    .SelectMany(exchange => Observable.Return(exchange).Select(Broken).Catch((Exception error) =>
                    {
                        exchange.Fail(error);
                        return Observable.Empty<HttpExchange>();
                    }))
                    .Subscribe(Answer);
                break;
            default:
                SubscribeRetried(requests);
                break;
        }
    }

    /// <summary>Retry swallows the error: the exchange is told beside it, once the chain hears again.</summary>
    private static void SubscribeRetried(IObservable<HttpExchange> requests)
    {
        HttpExchange? under = null;
        Exception? thrown = null;
        Observable.Create<HttpExchange>(observer =>
            {
                var subscription = requests.Subscribe(observer);
                if (Interlocked.Exchange(ref thrown, null) is { } error)
                {
                    under!.Value.Fail(error);
                }

                return subscription;
            })
            .Do(exchange => under = exchange)
            .Select(Broken)
            .Do(_ => { }, error => thrown = error)
            .Retry()
            .Subscribe(Answer);
    }

    private static HttpExchange Broken(HttpExchange exchange) =>
        Fails(exchange) ? throw new InvalidOperationException("broken listener") : exchange;

    private static bool Fails(HttpExchange exchange) => exchange.Request.Url == "/fail";

    private static void Answer(HttpExchange exchange) => exchange.Response.End("heard");

    private static Task<RawResponse> AskAsync(RawClient client, string path) =>
        client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");

    private static Task<RawResponse> PostAsync(RawClient client, string body) =>
        client.ExchangeAsync($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
