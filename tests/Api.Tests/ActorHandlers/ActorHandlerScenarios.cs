using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.ActorHandlers;

/// <summary>An actor answers requests by messages: 504, 503 and 500 as users expect.</summary>
public sealed class ActorHandlerScenarios : TestKit
{
    private const string Get = "GET /path?query HTTP/1.1\r\nHost: h\r\n\r\n";
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public Task It_gets_the_request_as_a_value_and_answers_its_sender() => WithServerAsync(TestActor, async client =>
    {
        var answering = client.ExchangeAsync("POST /a?b HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 4\r\n\r\nbody");
        var request = ExpectMsg<HttpActorRequest>(Bounded.Patience);
        Assert.Equal(("POST", "/a?b", "1.1", "body"), (request.Method, request.Url, request.HttpVersion, request.ReadText()));
        Assert.Equal(["h", "1", "2", "4"], request.Headers.Select(line => line.Value));
        Assert.Equal("1", request.Header("x-two"));
        Assert.Equal(client.LocalEndPoint!.ToString(), request.RemoteAddress);
        LastSender.Tell(HttpActorResponse.Text("answer", 201).With("X-Own", "yes"), TestActor);
        var answer = await answering;
        Assert.Equal((201, "answer", "yes"), (answer.Status, answer.Body, answer["X-Own"]));
        Assert.Equal("text/plain; charset=utf-8", answer["Content-Type"]);
    });

    [Fact]
    public Task An_answer_that_does_not_come_in_time_is_504() => WithServerAsync(TestActor, async client =>
    {
        var answering = client.ExchangeAsync(Get);
        ExpectMsg<HttpActorRequest>(Bounded.Patience);
        var late = LastSender;
        await EventFilter.Warning(contains: "did not answer within 5 s").ExpectOneAsync(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(4));
            Assert.False(answering.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(504, (await answering).Status);
        });

        // Too late: it harms nobody, and the connection serves on.
        late.Tell(HttpActorResponse.Text("late"), TestActor);
        var next = client.ExchangeAsync(Get);
        ExpectMsg<HttpActorRequest>(Bounded.Patience);
        LastSender.Tell(HttpActorResponse.Text("next"), TestActor);
        Assert.Equal("next", (await next).Body);
    });

    [Fact]
    public async Task An_actor_that_is_gone_is_503()
    {
        var gone = Sys.ActorOf(Props.Create<Silent>());
        Watch(gone);
        Sys.Stop(gone);
        ExpectTerminated(gone, Bounded.Patience);
        await WithServerAsync(gone, async client =>
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(503, (await client.ExchangeAsync(Get)).Status);
            }
        });
    }

    [Fact]
    public async Task An_actor_that_dies_with_requests_waiting_is_503_for_all_of_them()
    {
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Silent(probe.Ref)));
        await WithServerAsync(actor, async (client, server) =>
        {
            using var other = await RawClient.ConnectAsync(server.Address);
            var first = client.ExchangeAsync(Get);
            var second = other.ExchangeAsync(Get);
            probe.ExpectMsg<HttpActorRequest>(Bounded.Patience);
            probe.ExpectMsg<HttpActorRequest>(Bounded.Patience);
            Sys.Stop(actor);
            Assert.Equal((503, 503), ((await first).Status, (await second).Status));
        });
    }

    [Fact]
    public Task A_failure_is_500_and_its_cause_stays_in_the_log() => ExpectRefusalAsync(
        new Status.Failure(new InvalidOperationException("secret cause")), "secret cause");

    [Fact]
    public Task An_unknown_answer_is_500() => ExpectRefusalAsync("text", "System.String");

    [Fact]
    public Task An_answer_that_HTTP_does_not_allow_is_500() =>
        ExpectRefusalAsync(new HttpActorResponse { StatusCode = 99, Body = [1] }, "99");

    [Fact]
    public Task A_header_that_HTTP_does_not_allow_is_500() =>
        ExpectRefusalAsync(new HttpActorResponse { Headers = [new("X-Bad", "a\r\nb")] }, "X-Bad");

    [Fact]
    public Task Framing_is_the_servers() => WithServerAsync(TestActor, async client =>
    {
        var answering = client.ExchangeAsync(Get);
        ExpectMsg<HttpActorRequest>(Bounded.Patience);
        var answer = HttpActorResponse.Text("four") with { Headers = [new("content-length", "1"), new("Transfer-Encoding", "chunked")] };
        LastSender.Tell(answer, TestActor);
        Assert.Equal(("4", "four"), ((await answering)["Content-Length"], (await answering).Body));
    });

    [Fact]
    public Task A_body_beyond_the_limit_is_413_and_never_reaches_the_actor() => WithServerAsync(TestActor, async client =>
    {
        var answer = await client.ExchangeAsync($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n{new string('x', 101)}");
        Assert.Equal((413, "close"), (answer.Status, answer["Connection"]));
        ExpectNoMsg(TimeSpan.Zero);
    });

    [Fact]
    public async Task A_restarted_actor_is_not_gone()
    {
        var actor = Sys.ActorOf(Props.Create<Fragile>());
        await WithServerAsync(actor, async (client, server) =>
        {
            using var other = await RawClient.ConnectAsync(server.Address);
            var lost = EventFilter.Exception<InvalidOperationException>("fragile").ExpectOneAsync(() => other.SendAsync("GET /fail HTTP/1.1\r\nHost: h\r\n\r\n"));
            await lost;
            Assert.Equal("well", (await client.ExchangeAsync(Get)).Body);
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(504, (await other.ReadResponseAsync()).Status);
        });
    }

    [Fact]
    public Task A_client_that_leaves_is_not_waited_for() => WithServerAsync(TestActor, async (client, server) =>
    {
        await client.SendAsync(Get);
        ExpectMsg<HttpActorRequest>(Bounded.Patience);
        client.Reset();
        await Bounded.Until(() => server.ConnectionCount == 0);
        await EventFilter.Error().ExpectAsync(0, () =>
        {
            LastSender.Tell(HttpActorResponse.Text("nobody hears"), TestActor);
            return Task.CompletedTask;
        });
    });

    [Fact]
    public async Task A_listener_may_choose_the_actor()
    {
        var even = Sys.ActorOf(Props.Create(() => new Named("even")));
        var odd = Sys.ActorOf(Props.Create(() => new Named("odd")));
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys }, (request, response) =>
            response.ForwardTo(request.Url.Length % 2 == 0 ? even : odd));
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("odd", (await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
        Assert.Equal("even", (await client.ExchangeAsync("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
    }

    [Fact]
    public async Task Many_connections_get_each_its_own_answer()
    {
        var echo = Sys.ActorOf(Props.Create<Echo>());
        await WithServerAsync(echo, (_, server) => Task.WhenAll(Enumerable.Range(0, 32).Select(async number =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal($"/{number}/{i}", (await client.ExchangeAsync($"GET /{number}/{i} HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
            }
        })));
    }

    [Fact]
    public async Task The_actor_may_live_in_another_system_than_the_server()
    {
        var echo = Sys.ActorOf(Props.Create<Echo>());
        await using var server = Http.CreateServer(echo, TimeSpan.FromMinutes(1));
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("/path?query", (await client.ExchangeAsync(Get)).Body);
        Watch(echo);
        Sys.Stop(echo);
        ExpectTerminated(echo, Bounded.Patience);
        Assert.Equal(503, (await client.ExchangeAsync(Get)).Status);
    }

    [Fact]
    public void Limits_and_handlers_that_cannot_be_are_refused_at_once()
    {
        Assert.Throws<HttpRangeException>(() => Http.CreateServer(TestActor, TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => Http.CreateServer(ActorRefs.Nobody, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Http.CreateServer(new HttpServerOptions(), TestActor, new ActorHandlerOptions { MaxBodySize = -1 }));
    }

    private Task ExpectRefusalAsync(object answer, string logged) => WithServerAsync(TestActor, async client =>
    {
        var answering = client.ExchangeAsync(Get);
        ExpectMsg<HttpActorRequest>(Bounded.Patience);
        await EventFilter.Error(contains: logged).ExpectOneAsync(async () =>
        {
            LastSender.Tell(answer, TestActor);
            var refusal = await answering;
            Assert.Equal(500, refusal.Status);
            Assert.DoesNotContain(logged, refusal.Body, StringComparison.Ordinal);
        });
    });

    private Task WithServerAsync(IActorRef handler, Func<RawClient, Task> scenario) =>
        WithServerAsync(handler, (client, _) => scenario(client));

    private async Task WithServerAsync(IActorRef handler, Func<RawClient, HttpServer, Task> scenario)
    {
        var server = Http.CreateServer(
            new HttpServerOptions { ActorSystem = Sys, TimeProvider = _time },
            handler,
            new ActorHandlerOptions { Timeout = TimeSpan.FromSeconds(5), MaxBodySize = 100 });
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        await scenario(client, server);
        server.Dispose();
        await server.Completion.InTime();
    }

    /// <summary>Hears and says nothing.</summary>
    private sealed class Silent(IActorRef? to = null) : UntypedActor
    {
        public Silent()
            : this(null)
        {
        }

        protected override void OnReceive(object message) => to?.Forward(message);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => Receive<HttpActorRequest>(request => Sender.Tell(HttpActorResponse.Text(request.Url)));
    }

    private sealed class Named : ReceiveActor
    {
        public Named(string name) => Receive<HttpActorRequest>(_ => Sender.Tell(HttpActorResponse.Text(name)));
    }

    private sealed class Fragile : ReceiveActor
    {
        public Fragile() => Receive<HttpActorRequest>(request => Sender.Tell(request.Url == "/fail"
            ? throw new InvalidOperationException("fragile")
            : HttpActorResponse.Text("well")));
    }
}
