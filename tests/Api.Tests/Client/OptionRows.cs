using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace HttpActors.Tests.Client;

/// <summary>The options of a request: n92 to n101 of the contract, and where its connection comes from.</summary>
public class OptionRows : ClientTest
{
    [Theory]
    [InlineData("http")]
    [InlineData("http:")]
    public async Task N92_The_protocol_is_http(string protocol)
    {
        var server = await ServeAsync((_, response) => response.End("http"));
        var request = Http.Get(new ClientRequestOptions { Protocol = protocol, Host = "127.0.0.1", DefaultPort = PortOf(server), Agent = Agent });
        Assert.Equal("http", await (await request.Response.InTime()).ReadStringAsync().InTime());
        Assert.Equal("http:", request.Protocol);
    }

    [Fact]
    public void N92_Another_protocol_is_refused_at_once()
    {
        var options = new ClientRequestOptions { Protocol = "https:", Agent = Agent };
        Assert.Equal("ERR_INVALID_PROTOCOL", Assert.Throws<HttpArgumentException>(() => Http.Request(options)).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void U6_What_needs_a_request_that_can_be_repeated_is_refused_where_it_cannot_be(bool redirects)
    {
        var options = new ClientRequestOptions
        {
            Agent = Agent,
            MaxRedirects = redirects ? 1 : 0,
            Retry = redirects ? null : new HttpRetryOptions(),
        };
        foreach (var begin in new Func<ClientRequest>[] { () => Http.Request(options), () => Http.Get(options), () => Http.Get("http://127.0.0.1/", options) })
        {
            Assert.Equal("ERR_INVALID_ARG_VALUE", Assert.Throws<HttpArgumentException>(begin).Code);
        }

        Assert.Equal(0, Agent.GetStats().CreatedConnections);
    }

    [Fact]
    public async Task U6_N100_The_first_of_two_locations_is_followed_also_where_fields_are_joined()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = Agent,
            JoinDuplicateHeaders = true,
            MaxRedirects = 1,
        });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 302 Found\r\nLocation: /first\r\nLocation: /second\r\nContent-Length: 0\r\n\r\n");
        Assert.StartsWith("GET /first HTTP/1.1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.AnswerAsync("there");
        Assert.Equal("there", await (await pending.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task N94_SetDefaultHeaders_false_adds_none_of_them()
    {
        var server = ListenRaw();
        Http.Get(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = Agent, SetDefaultHeaders = false, Headers = [new("X", "y")] });
        Assert.Equal("GET / HTTP/1.1\r\nX: y\r\n\r\n", await (await server.AcceptAsync()).ReadHeadAsync());
    }

    [Fact]
    public async Task N95_The_timeout_counts_while_the_connection_is_made()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time, ConnectTimeout = TimeSpan.Zero });
        var asked = Promise();
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Agent = agent,
            Timeout = TimeSpan.FromSeconds(3),
            Connect = async stop =>
            {
                asked.SetResult();
                await Promise().Task.WaitAsync(stop);
                throw new InvalidOperationException("Nobody waits for this.");
            },
        });
        await asked.Task.InTime();
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(pending.IsCompleted);
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return pending.IsCompleted;
        });
        var error = await Assert.ThrowsAsync<HttpTimeoutException>(() => pending);
        Assert.Equal(("ETIMEDOUT", HttpPhase.Connect), (error.Code, error.Phase));
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("stream")]
    public async Task N97_N128_An_agent_makes_its_connections_as_it_is_told(string kind)
    {
        var server = await ServeAsync((request, response) => response.End($"{request.Headers["host"]}{request.Url}"));
        var places = new List<DnsEndPoint>();
        var agent = NewAgent(new HttpAgentOptions
        {
            Connect = kind == "pipe" ? async (place, stop) => Pipes(await StreamTo(place, stop)) : null,
            ConnectStream = kind == "stream" ? StreamTo : null,
        });
        for (var i = 0; i < 2; i++)
        {
            var response = await Http.GetAsync("http://example.test:81/path", new ClientRequestOptions { Agent = agent }).InTime();
            Assert.Equal("example.test:81/path", await response.ReadStringAsync().InTime());
        }

        Assert.Equal([new DnsEndPoint("example.test", 81)], places);

        async ValueTask<Stream> StreamTo(DnsEndPoint place, CancellationToken stop)
        {
            places.Add(place);
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, PortOf(server), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }

        static Ends Pipes(Stream stream) => new(PipeReader.Create(stream), PipeWriter.Create(stream));
    }

    [Fact]
    public async Task N97_A_stream_of_the_request_wins_and_is_disposed_with_the_connection()
    {
        var server = ListenRaw();
        var agent = NewAgent(new HttpAgentOptions { ConnectStream = (_, _) => throw new InvalidOperationException("not asked") });
        var pending = Http.GetAsync(new ClientRequestOptions
        {
            Agent = agent,
            ConnectStream = async stop =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, server.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\nHost: localhost\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.AnswerAsync("over a stream");
        Assert.Equal("over a stream", await (await pending.InTime()).ReadStringAsync().InTime());
        agent.Destroy();
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task N97_A_connection_that_is_made_too_late_is_closed()
    {
        var asked = Promise();
        var made = Promise<Stream>();
        var server = ListenRaw();
        var request = Http.Get(new ClientRequestOptions
        {
            Agent = Agent,
            ConnectStream = _ =>
            {
                asked.SetResult();
                return new ValueTask<Stream>(made.Task);
            },
        });
        await asked.Task.InTime();
        var error = ErrorOf(request);
        request.Destroy();
        await error.InTime();
        await Bounded.Until(() => Agent.GetStats().OpenConnections == 0);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Port).InTime();
        var peer = await server.AcceptAsync();
        made.SetResult(new NetworkStream(socket, ownsSocket: true));
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task N99_Only_addresses_of_the_family_are_tried()
    {
        var server = await ServeAsync((_, response) => response.End("v4"));
        var options = new ClientRequestOptions
        {
            Host = "both",
            Port = PortOf(server),
            Agent = Agent,
            Family = AddressFamily.InterNetwork,
            Lookup = (_, _) => ValueTask.FromResult<IPAddress[]>([IPAddress.IPv6Loopback, IPAddress.Loopback]),
        };
        var request = Http.Request(options);
        var assigned = Promise<NetSocket>();
        request.SocketAssigned += assigned.SetResult;
        request.End();
        var response = await request.Response.InTime();
        var socket = await assigned.Task.InTime();
        Assert.Equal(AddressFamily.InterNetwork, socket.RemoteEndPoint!.AddressFamily);
        Assert.Equal("v4", await response.ReadStringAsync().InTime());

        var none = new ClientRequestOptions
        {
            Host = "six",
            Port = PortOf(server),
            Agent = Agent,
            Family = AddressFamily.InterNetworkV6,
            Lookup = (_, _) => ValueTask.FromResult<IPAddress[]>([IPAddress.Loopback]),
        };
        Assert.Equal("ENOTFOUND", (await Assert.ThrowsAsync<HttpException>(() => Http.GetAsync(none).InTime())).Code);
    }

    [Fact]
    public async Task N99_N131_The_own_address_is_the_one_given_and_keeps_connections_apart()
    {
        var server = await ServeAsync((request, response) => response.End($"{((IPEndPoint)request.Socket!.RemoteEndPoint!).Address}"));
        var seen = new List<string>();
        foreach (var address in new[] { null, "127.0.0.3", "127.0.0.3", null })
        {
            var response = await Http.GetAsync(new ClientRequestOptions
            {
                Host = "127.0.0.1",
                Port = PortOf(server),
                Agent = Agent,
                LocalEndPoint = address is null ? null : new IPEndPoint(IPAddress.Parse(address), 0),
            }).InTime();
            seen.Add(await response.ReadStringAsync().InTime());
        }

        Assert.Equal(["127.0.0.1", "127.0.0.3", "127.0.0.3", "127.0.0.1"], seen);
        Assert.Equal((2, 2), ((int)Agent.GetStats().CreatedConnections, Agent.GetStats().Origins));
    }

    [Fact]
    public async Task N100_A_head_larger_than_the_limit_is_refused()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = Agent, MaxHeaderSize = 1000 });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync($"HTTP/1.1 200 OK\r\nA: {new string('b', 1000)}\r\n\r\n");
        Assert.Equal("HPE_HEADER_OVERFLOW", (await Assert.ThrowsAsync<HttpException>(() => pending.InTime())).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task N101_N119_Socket_options_of_agent_and_request_are_set(bool byRequest)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var server = ListenRaw();
        var agent = byRequest
            ? Agent
            : NewAgent(new HttpAgentOptions { NoDelay = false, TcpKeepAlive = true, TcpKeepAliveDelay = TimeSpan.FromSeconds(77) });
        var options = new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = agent };
        var changed = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Agent = agent,
            NoDelay = false,
            TcpKeepAlive = true,
            TcpKeepAliveDelay = TimeSpan.FromSeconds(77),
        };
        Assert.Equal((false, true, 77), await SettingsOfAsync(byRequest ? changed : options, server));
        if (byRequest)
        {
            Assert.Equal((true, false), await SettingsOfAsync(options, server) is var (noDelay, keepAlive, _) ? (noDelay, keepAlive) : default);
        }
    }

    [Fact]
    public async Task N113_Socket_options_can_be_set_on_the_request_before_and_after_it_is_connected()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var server = ListenRaw();
        var request = Http.Request(To(server, method: "POST"));
        Assert.Same(request, request.SetNoDelay(false).SetSocketKeepAlive(true, TimeSpan.FromSeconds(33)));
        request.FlushHeaders();
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        Assert.Equal((false, true, 33), ConnectedSocket.Settings(peer));
        request.SetNoDelay().SetSocketKeepAlive();
        await Bounded.Until(() => ConnectedSocket.Settings(peer) is { NoDelay: true, KeepAlive: false });
        Assert.Equal("ERR_OUT_OF_RANGE", Assert.Throws<HttpRangeException>(() => request.SetSocketKeepAlive(true, TimeSpan.FromSeconds(-5))).Code);
        request.End();
        await peer.AnswerAsync();
        await (await request.Response.InTime()).ReadAllAsync().InTime();
    }

    private static async Task<(bool NoDelay, bool KeepAlive, int Delay)> SettingsOfAsync(ClientRequestOptions options, RawServer server)
    {
        var pending = Http.GetAsync(options);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        var settings = ConnectedSocket.Settings(peer);
        await peer.AnswerAsync();
        await (await pending.InTime()).ReadAllAsync().InTime();
        return settings;
    }
}
