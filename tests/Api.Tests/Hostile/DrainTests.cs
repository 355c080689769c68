using System.Net;
using System.Net.Sockets;

namespace HttpActors.Tests.Hostile;

/// <summary>Closing under load loses nothing that a client had sent in good faith (decision D11, scenario F79).</summary>
public sealed class DrainTests : ServerTest
{
    private const int Clients = 64;

    /// <summary>More rounds by hand: <c>HTTPACTORS_DRAINS=50</c>.</summary>
    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("HTTPACTORS_DRAINS") ?? "2", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task F79_Under_load_no_request_is_lost()
    {
        if (!OperatingSystem.IsLinux())
        {
            // Elsewhere newcomers cannot be refused before the socket is closed: one that connects in between is reset.
            return;
        }

        for (var round = 0; round < Rounds; round++)
        {
            var server = await ServeAsync((_, answer) => answer.End("ok"));
            var address = (IPEndPoint)server.Address!;
            var tally = new Tally();
            var clients = Enumerable.Range(0, Clients).Select(_ => ClientAsync(address, tally)).ToArray();
            await Bounded.Until(() => tally.Answered > 20 * Clients);
            await server.CloseAsync().InTime();
            await Task.WhenAll(clients).InTime();
            Assert.Equal("", string.Join('\n', tally.Lost));
        }
    }

    [Fact]
    public async Task F79_What_the_backlog_holds_is_accepted_and_answered()
    {
        var arrived = Promise();
        var answers = Promise<ServerResponse>();
        var server = await ServeAsync(
            (request, answer) =>
            {
                if (request.Url == "/slow")
                {
                    answers.TrySetResult(answer);
                    arrived.TrySetResult();
                }
                else
                {
                    answer.End("ok");
                }
            },
            new HttpServerOptions { MaxConnections = 1 });
        var first = await ConnectAsync(server);
        await first.SendAsync("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
        await arrived.Task.InTime();

        // At the limit of connections they wait in the kernel, connected as far as they know.
        var waiting = new List<RawClient>();
        for (var i = 0; i < 5; i++)
        {
            waiting.Add(await ConnectAsync(server));
            await waiting[i].SendAsync(Get);
        }

        var address = (IPEndPoint)server.Address!;
        var closed = server.CloseAsync();
        foreach (var client in waiting)
        {
            var answer = await client.ReadResponseAsync();
            Assert.Equal("ok", answer.Body);
            Assert.Equal("close", answer["Connection"]);
        }

        await Assert.ThrowsAsync<SocketException>(() => RefusedAsync(address)).InTime();
        (await answers.Task).End("slow");
        Assert.Equal("slow", (await first.ReadResponseAsync()).Body);
        await closed.InTime();
    }

    /// <summary>Until the port is closed a new connection may still have to wait; then it is refused.</summary>
    private static async Task RefusedAsync(IPEndPoint address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address);
    }

    /// <summary>A closed loop on one connection after the other, until the server takes none any more.</summary>
    private static async Task ClientAsync(IPEndPoint address, Tally tally)
    {
        while (await TryConnectAsync(address) is { } socket)
        {
            using (socket)
            {
                await ExchangeAsync(socket, tally);
            }
        }
    }

    private static async Task<Socket?> TryConnectAsync(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static async Task ExchangeAsync(Socket socket, Tally tally)
    {
        var buffer = new byte[4096];
        var request = System.Text.Encoding.ASCII.GetBytes(Get);
        for (var exchanges = 0; ; exchanges++)
        {
            // A client that has seen the end does not send.
            if (socket.Poll(0, SelectMode.SelectRead))
            {
                return;
            }

            var got = 0;
            try
            {
                await socket.SendAsync(request, SocketFlags.None);
                got = await socket.ReceiveAsync(buffer, SocketFlags.None);
            }
            catch (SocketException error)
            {
                tally.Lose($"after {exchanges} exchanges: {error.SocketErrorCode}");
                return;
            }

            var text = System.Text.Encoding.ASCII.GetString(buffer, 0, got);
            if (!text.EndsWith("\r\n\r\nok", StringComparison.Ordinal))
            {
                tally.Lose($"after {exchanges} exchanges: '{text}'");
                return;
            }

            tally.Count();
            if (text.Contains("Connection: close", StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private sealed class Tally
    {
        private readonly List<string> _lost = [];
        private int _answered;

        public int Answered => Volatile.Read(ref _answered);

        public IReadOnlyList<string> Lost => _lost;

        public void Count() => Interlocked.Increment(ref _answered);

        public void Lose(string how)
        {
            lock (_lost)
            {
                _lost.Add(how);
            }
        }
    }
}
