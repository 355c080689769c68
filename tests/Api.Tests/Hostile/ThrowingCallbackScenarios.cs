using System.Net.Sockets;
using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Hostile;

/// <summary>
/// User code throws from each place that calls it: that is logged once, costs its own exchange or connection and nothing
/// else, and the next connection is served.
/// </summary>
public sealed partial class ThrowingCallbackScenarios : TestKit
{
    private const string Get = "GET /fail HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Plain = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Last = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private const string Whole = "POST /fail HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
    private const string Half = "POST /fail HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe";
    private const string Connect = "CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\n\r\n";
    private const string Upgrade = "GET /fail HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";
    private const string Continue = "POST /fail HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    private const string Expectation = "GET /fail HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n";
    private const string Malformed = "GET / HTTP/1.1\r\nHost : h\r\n\r\n";
    private readonly ManualTimeProvider _time = new();
    private volatile bool _armed;
    private volatile bool _isToWait;

    public static TheoryData<string, string> OfTheServer => new()
    {
        { "RequestReceived", Get },
        { "Requests", Get },
        { "socket.Requests", Get },
        { "ConnectionOpened", Get },
        { "Connections", Get },
        { "ContinueExpected", Continue },
        { "ContinueRequests", Continue },
        { "ExpectationReceived", Expectation },
        { "ExpectationRequests", Expectation },
        { "UpgradeRequested", Upgrade },
        { "UpgradeRequests", Upgrade },
        { "ConnectRequested", Connect },
        { "ConnectRequests", Connect },
        { "ClientError", Malformed },
        { "ClientErrors", Malformed },
        { "RequestDropped", Get },
        { "socket.Closed", Last },
    };

    public static TheoryData<string, string> OfTheExchange => new()
    {
        { "request.DataReceived", Whole },
        { "request.Ended", Whole },
        { "request.Errored", Half },
        { "request.Closed", Half },
        { "request.Closed", Whole },
        { "data.OnNext", Whole },
        { "data.OnCompleted", Whole },
        { "data.OnError", Half },
        { "response.Ended", Get },
        { "response.Finished", Get },
        { "response.Drained", Get },
        { "response.Closed", Get },
        { "response.Closed", Half },
        { "response.Errored", Get },
        { "write callback", Get },
        { "end callback", Get },
    };

    public static TheoryData<string> Silences => ["server", "stream", "request", "response"];

    [Theory]
    [MemberData(nameof(OfTheServer))]
    public Task One_of_the_servers_costs_its_connection(string where, string request) =>
        PlayAsync(server => FailInServer(server, where), request, where == "RequestDropped" ? Plain : null);

    [Theory]
    [MemberData(nameof(OfTheExchange))]
    public Task One_of_the_messages_costs_its_exchange(string where, string request)
    {
        _isToWait = where is "response.Drained" or "response.Errored";
        return PlayAsync(
            server => server.RequestReceived += (message, answer) =>
            {
                if (message.Url == "/fail")
                {
                    FailInExchange(message, answer, where);
                    _isToWait = false;
                }
            },
            request);
    }

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task One_that_is_told_of_silence_costs_its_connection(string where)
    {
        using var server = Create();
        server.Timeout = TimeSpan.FromSeconds(5);
        if (where == "server")
        {
            server.TimedOut += _ => Fail();
        }
        else if (where == "stream")
        {
            server.Timeouts.Subscribe(new Callback<NetSocket>(_ => Fail()));
        }

        server.RequestReceived += (message, answer) =>
        {
            if (message.Url != "/fail")
            {
                return;
            }

            if (where == "request")
            {
                message.TimedOut += _ => Fail();
            }
            else if (where == "response")
            {
                answer.TimedOut += _ => Fail();
            }
        };
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        await client.SendAsync(Half);
        await Bounded.Until(() => server.ConnectionCount == 1);
        _armed = true;
        await ExpectOneFailureAsync(() => Bounded.Until(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return !_armed;
        }));
        await client.EndsWithResetAsync();
        await ExpectServiceAsync(server);
    }

    private HttpServer Create()
    {
        var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys, TimeProvider = _time, MinRequestBodyRate = 0 });
        server.RequestReceived += (message, answer) =>
        {
            if (message.Url == "/")
            {
                answer.End("fine");
            }
        };
        return server;
    }

    private async Task PlayAsync(Action<HttpServer> failIn, string request, string? before = null)
    {
        using var server = Create();
        server.MaxRequestsPerSocket = before is null ? 0 : 1;
        failIn(server);
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var bystander = await RawClient.ConnectAsync(server.Address);
        if (before is null)
        {
            Assert.Equal("fine", (await bystander.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
        }

        _armed = true;
        await ExpectOneFailureAsync(async () =>
        {
            await MisuseAsync(server, before + request);
            Assert.False(_armed);
        });
        Assert.Equal("fine", (await bystander.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
        await ExpectServiceAsync(server);
    }

    /// <summary>Asks and, whatever comes, leaves; a reset from the server may be all there is.</summary>
    private async Task MisuseAsync(HttpServer server, string request)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            await client.SendAsync(request);
            if (request == Half)
            {
                await Bounded.Until(() => server.ConnectionCount == 2);
            }

            if (request is Half or Last)
            {
                client.HalfClose();
            }

            // A quick reader can take megabytes while they are being written, and nothing would be left to wait for.
            await Bounded.Until(() => !_isToWait);
            _ = client.EndsWithResetAsync();
            await Bounded.Until(() => !_armed);
        }
        catch (SocketException)
        {
            // The server has ended the connection.
        }
    }

    private static async Task ExpectServiceAsync(HttpServer server)
    {
        using var next = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("fine", (await next.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
        await Bounded.Until(() => server.ConnectionCount <= 2);
    }

    private Task ExpectOneFailureAsync(Func<Task> action) =>
        EventFilter.Exception<InvalidOperationException>("broken callback").ExpectOneAsync(action);

    /// <summary>Once: what the same peer causes afterwards is another failure, and none of this test's.</summary>
    private void Fail()
    {
        if (_armed)
        {
            _armed = false;
            throw new InvalidOperationException("broken callback");
        }
    }

    private void FailInServer(HttpServer server, string where)
    {
        switch (where)
        {
            case "RequestReceived":
                server.RequestReceived += (_, _) => Fail();
                break;
            case "ConnectionOpened":
                server.ConnectionOpened += _ => Fail();
                break;
            case "socket.Closed":
                server.ConnectionOpened += socket => socket.Closed += Fail;
                break;
            case "ContinueExpected":
                server.ContinueExpected += (_, _) => Fail();
                break;
            case "ExpectationReceived":
                server.ExpectationReceived += (_, _) => Fail();
                break;
            case "UpgradeRequested":
                server.UpgradeRequested += (_, _, _) => Fail();
                break;
            case "ConnectRequested":
                server.ConnectRequested += (_, _, _) => Fail();
                break;
            case "ClientError":
                server.ClientError += (_, _) => Fail();
                break;
            case "RequestDropped":
                server.RequestDropped += (_, _) => Fail();
                break;
            default:
                FailInStream(server, where);
                break;
        }
    }

    private void FailInStream(HttpServer server, string where)
    {
        switch (where)
        {
            case "Requests":
                server.Requests.Subscribe(Failing<HttpExchange>());
                break;
            case "socket.Requests":
                server.ConnectionOpened += socket => socket.Requests.Subscribe(Failing<HttpExchange>());
                break;
            case "Connections":
                // The bystander's may be told late: its number is 1, and it is not the one to fail.
                server.Connections.Subscribe(new Callback<NetSocket>(socket =>
                {
                    if (socket.Id > 1)
                    {
                        Fail();
                    }
                }));
                break;
            case "ContinueRequests":
                server.ContinueRequests.Subscribe(Failing<HttpExchange>());
                break;
            case "ExpectationRequests":
                server.ExpectationRequests.Subscribe(Failing<HttpExchange>());
                break;
            case "UpgradeRequests":
                server.UpgradeRequests.Subscribe(Failing<HttpTunnel>());
                break;
            case "ConnectRequests":
                server.ConnectRequests.Subscribe(Failing<HttpTunnel>());
                break;
            default:
                server.ClientErrors.Subscribe(Failing<HttpClientError>());
                break;
        }
    }

    private Callback<T> Failing<T>() => new(_ => Fail());
}
