using System.Net.WebSockets;
using System.Text;

namespace HttpActors.Tests.Server;

/// <summary>CONNECT and Upgrade: whoever listens gets the connection as it is.</summary>
public sealed partial class TunnelTests : ServerTest
{
    private const string Connect = "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n";
    private const string Upgrade = "GET /chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    [Fact]
    public async Task Row19_S98_CONNECT_hands_over_request_socket_and_what_came_behind_the_head()
    {
        var server = Create();
        var seen = Promise<string>();
        server.ConnectRequested += (request, socket, head) =>
        {
            seen.SetResult($"{request.Method} {request.Url} {Encoding.Latin1.GetString(head.Span)}");
            socket.Write("HTTP/1.1 200 OK\r\n\r\n");
            socket.End("tunnelled");
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(Connect + "GET / HTTP/1.1\r\n\r\n");

        Assert.Equal("CONNECT example.org:443 GET / HTTP/1.1\r\n\r\n", await seen.Task.InTime());
        Assert.Equal("HTTP/1.1 200 OK\r\n\r\ntunnelled", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task S98_Tunnelled_octets_are_never_parsed_and_go_both_ways()
    {
        var server = Create();
        server.ConnectRequested += async (request, socket, head) =>
        {
            var tunnel = new HttpTunnel(request, socket, head);
            tunnel.Accept();
            await using var stream = tunnel.AsStream();
            await stream.CopyToAsync(stream);
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync(Connect + "early ");
        Assert.Equal("HTTP/1.1 200 Connection Established\r\n\r\nearly ", await client.ReadAsync(45));

        await client.SendAsync("GET / HTTP/1.1\r\nbroken: \0\r\n\r\n");
        client.HalfClose();

        Assert.Equal("GET / HTTP/1.1\r\nbroken: \0\r\n\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N34_S98_CONNECT_that_nobody_takes_is_closed_without_an_answer()
    {
        var server = await ServeAsync((_, response) => response.End("never"));
        var client = await ConnectAsync(server);

        await client.SendAsync(Connect);

        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N34_An_observable_counts_as_a_listener()
    {
        var server = Create();
        using var subscription = server.ConnectRequests.Subscribe(new Callback<HttpTunnel>(tunnel => tunnel.Refuse(403)));
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(Connect);

        Assert.Equal("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N35_S99_An_upgrade_that_nobody_takes_is_an_ordinary_request()
    {
        var response = await AnswerToAsync(Upgrade, (request, response) => response.End($"{request.Upgrade} {request.Url}"));

        Assert.Equal("False /chat", response.Body);
    }

    [Theory]
    [InlineData("Upgrade: echo")]
    [InlineData("Connection: Upgrade")]
    public async Task S99_Both_headers_are_needed(string field)
    {
        var server = Create();
        server.RequestReceived += (_, response) => response.End("ordinary");
        server.UpgradeRequested += (_, socket, _) => socket.End("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        var response = await client.ExchangeAsync($"GET / HTTP/1.1\r\nHost: h\r\n{field}\r\n\r\n");

        Assert.Equal("ordinary", response.Body);
    }

    [Fact]
    public async Task N30_S99_ShouldUpgrade_may_refuse_one_request_and_take_another()
    {
        var server = Create(new HttpServerOptions { ShouldUpgrade = request => request.Url == "/chat" });
        server.RequestReceived += (request, response) => response.End("ordinary " + request.Url);
        server.UpgradeRequested += (request, socket, head) => socket.End("upgraded " + request.Url);
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        var ordinary = await client.ExchangeAsync(Upgrade.Replace("/chat", "/page", StringComparison.Ordinal));
        await client.SendAsync(Upgrade);

        Assert.Equal("ordinary /page", ordinary.Body);
        Assert.Equal("upgraded /chat", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N30_ShouldUpgrade_that_throws_is_a_500()
    {
        var server = Create(new HttpServerOptions { ShouldUpgrade = _ => throw new InvalidOperationException("on purpose") });
        server.UpgradeRequested += (_, socket, _) => socket.Destroy();
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        Assert.Equal(500, (await client.ExchangeAsync(Upgrade)).Status);
    }

    [Fact]
    public async Task N88_Upgrade_tells_whether_the_request_was_taken_over()
    {
        var server = Create();
        server.UpgradeRequested += (request, socket, _) => socket.End($"{request.Upgrade}");
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(Upgrade);

        Assert.Equal("True", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task S99_Octets_above_127_are_kept_from_the_first_one()
    {
        var octets = Enumerable.Range(0, 256).Select(value => (byte)(255 - value)).ToArray();
        var server = Create();
        server.UpgradeRequested += async (request, socket, head) =>
        {
            var tunnel = new HttpTunnel(request, socket, head);
            var pipe = tunnel.AsDuplexPipe();
            var read = await pipe.Input.ReadAtLeastAsync(2 * octets.Length);
            await pipe.Output.WriteAsync(System.Buffers.BuffersExtensions.ToArray(read.Buffer));
            await pipe.Output.CompleteAsync();
            await pipe.Input.CompleteAsync();
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync((byte[])[.. Encoding.Latin1.GetBytes(Upgrade), .. octets]);
        await client.SendAsync(octets);

        Assert.Equal((byte[])[.. octets, .. octets], Encoding.Latin1.GetBytes(await client.ReadToEndAsync()));
    }

    [Fact]
    public async Task S99_No_timer_of_HTTP_ends_an_upgraded_connection()
    {
        var time = new ManualTimeProvider();
        var server = Create(new HttpServerOptions { TimeProvider = time });
        var upgraded = Promise<NetSocket>();
        server.UpgradeRequested += (_, socket, _) => upgraded.SetResult(socket);
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync(Upgrade);
        var socket = await upgraded.Task.InTime();

        for (var i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
        }

        socket.End("still here");
        Assert.Equal("still here", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N39_CloseAllConnections_leaves_upgraded_ones_and_Close_waits_for_them()
    {
        var server = Create();
        var upgraded = Promise<NetSocket>();
        server.UpgradeRequested += (_, socket, _) => upgraded.SetResult(socket);
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync(Upgrade);
        var socket = await upgraded.Task.InTime();

        server.CloseAllConnections();
        server.CloseIdleConnections();
        server.Close();
        socket.Write("counted");

        Assert.Equal("counted", await client.ReadAsync(7));
        Assert.False(server.Completion.IsCompleted);
        Assert.Equal(1, server.ConnectionCount);
        socket.Destroy();
        await server.Completion.InTime();
    }

    [Fact]
    public async Task CloseAsync_whose_patience_ends_ends_upgraded_connections_too()
    {
        var server = Create();
        var upgraded = Promise();
        server.UpgradeRequested += (_, _, _) => upgraded.SetResult();
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync(Upgrade);
        await upgraded.Task.InTime();

        await server.CloseAsync(new CancellationToken(canceled: true)).InTime();

        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public async Task A_handler_that_throws_costs_its_connection_at_once_or_later()
    {
        var server = Create();
        server.UpgradeRequested += (_, _, _) => throw new InvalidOperationException("on purpose");
        server.ConnectRequested += async (_, _, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("on purpose, later");
        };
        server.RequestReceived += (_, response) => response.End("fine");
        await ListenAsync(server);

        foreach (var request in new[] { Upgrade, Connect })
        {
            var client = await ConnectAsync(server);
            await client.SendAsync(request);
            Assert.True(await client.EndsWithResetAsync());
        }

        Assert.Equal("fine", (await (await ConnectAsync(server)).ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task The_raw_octets_are_not_to_be_had_while_the_connection_speaks_HTTP()
    {
        var response = await AnswerToAsync(Get, (request, response) =>
        {
            var socket = request.Socket!;
            Assert.False(socket.IsUpgraded);
            Assert.Equal("ERR_HTTP_SOCKET_ASSIGNED", Assert.Throws<HttpStateException>(() => socket.Write("x")).Code);
            Assert.Throws<HttpStateException>(socket.AsStream);
            response.End("fine");
        });

        Assert.Equal("fine", response.Body);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_makes_the_writer_wait_and_one_that_is_not_read_waits()
    {
        var server = Create();
        var socketSeen = Promise<NetSocket>();
        server.UpgradeRequested += (_, socket, _) => socketSeen.SetResult(socket);
        await ListenAsync(server);
        var client = await ConnectAsync(server, receiveBuffer: 4096);
        await client.SendAsync(Upgrade);
        var socket = await socketSeen.Task.InTime();
        var output = socket.AsDuplexPipe().Output;
        var chunk = new byte[64 * 1024];

        var written = 0;
        ValueTask<System.IO.Pipelines.FlushResult> flush;
        do
        {
            flush = output.WriteAsync(chunk);
            written += chunk.Length;
        }
        while (flush.IsCompleted && written < 64 * 1024 * 1024);
        Assert.False(flush.IsCompleted);

        var reading = client.ReadAsync(written);
        await flush.InTime();
        await output.CompleteAsync();
        Assert.Equal(written, (await reading).Length);
        await socket.AsDuplexPipe().Input.CompleteAsync();
        client.HalfClose();
        await Bounded.Until(() => server.ConnectionCount == 0);
    }

    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task N12_A_WebSocket_of_the_base_library_echoes_over_the_upgraded_stream(HttpTransport transport)
    {
        var server = Create(new HttpServerOptions { Transport = transport });
        server.UpgradeRequested += EchoWebSocket;
        await ListenAsync(server);
        using var client = new ClientWebSocket();
        using var patience = new CancellationTokenSource(Bounded.Patience);
        await client.ConnectAsync(new Uri($"ws://{server.Address}/chat"), patience.Token);

        foreach (var length in new[] { 0, 5, 126, 70_000, 1_000_000 })
        {
            var sent = new byte[length];
            new Random(length).NextBytes(sent);
            await client.SendAsync(sent, WebSocketMessageType.Binary, endOfMessage: true, patience.Token);
            Assert.Equal(sent, await ReceiveAsync(client, patience.Token));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", patience.Token);
        await Bounded.Until(() => server.ConnectionCount == 0);
    }
}
