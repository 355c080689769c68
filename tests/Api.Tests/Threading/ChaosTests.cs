using System.Net.Sockets;

namespace HttpActors.Tests.Threading;

/// <summary>Clients that behave in every bad way at once leave a server that serves and closes.</summary>
public sealed class ChaosTests : ServerTest
{
    private const int Clients = 40;
    private const int Rounds = 15;

    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task Bad_clients_leave_nothing_behind_and_good_ones_do_not_notice(HttpTransport transport)
    {
        var underWay = 0;
        var server = await ServeAsync(
            async (request, answer) =>
            {
                Interlocked.Increment(ref underWay);
                try
                {
                    await AnswerAsync(request, answer);
                }
                finally
                {
                    Interlocked.Decrement(ref underWay);
                }
            },
            new HttpServerOptions { Transport = transport });
        var bad = Enumerable.Range(0, Clients).Select(seed => MisbehaveAsync(server, new Random(seed))).ToArray();
        var good = await ConnectAsync(server);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal($"echo {i}", (await good.ExchangeAsync(Post($"echo {i}"))).Body);
        }

        await Task.WhenAll(bad).InTime();
        Assert.Equal("last", (await good.ExchangeAsync(Post("last"))).Body);
        good.Dispose();
        await server.CloseAsync().InTime();
        await Bounded.Until(() => Volatile.Read(ref underWay) == 0);
        Assert.Equal(0, server.ConnectionCount);
    }

    private static async Task AnswerAsync(IncomingMessage request, ServerResponse answer)
    {
        try
        {
            var body = await request.ReadAllAsync();
            if (request.Url == "/stream")
            {
                for (var i = 0; i < 50; i++)
                {
                    await answer.WriteAsync(new byte[10_000]);
                }
            }

            await answer.EndAsync(body);
        }
        catch (Exception error) when (error is HttpException or HttpStateException)
        {
            // The client has gone.
        }
    }

    private static async Task MisbehaveAsync(HttpServer server, Random random)
    {
        for (var i = 0; i < Rounds; i++)
        {
            try
            {
                using var client = await RawClient.ConnectAsync(server.Address, random.Next(2) == 0 ? 4096 : null);
                await MisbehaveAsync(client, random.Next(8));
            }
            catch (SocketException)
            {
                // The server had enough of it.
            }
        }
    }

    private static async Task MisbehaveAsync(RawClient client, int how)
    {
        switch (how)
        {
            case 0:
                client.Reset();
                break;
            case 1:
                await client.SendAsync("GET / HT");
                break;
            case 2:
                await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nhalf");
                client.Reset();
                break;
            case 3:
                await client.SendAsync("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
                await client.ReadAsync(1);
                client.Reset();
                break;
            case 4:
                await client.SendAsync(string.Concat(Enumerable.Repeat(Get, 30)));
                break;
            case 5:
                await client.SendAsync("nonsense\r\n\r\n");
                await client.ReadToEndAsync();
                break;
            case 6:
                await client.SendAsync("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
                client.HalfClose();
                await client.ReadToEndAsync();
                break;
            default:
                await client.ExchangeAsync(Post("fine"));
                break;
        }
    }
}
