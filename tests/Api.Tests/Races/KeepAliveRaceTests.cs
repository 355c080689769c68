using System.Collections.Concurrent;
using HttpActors.Tests.Client;

namespace HttpActors.Tests.Races;

/// <summary>
/// A server that closes a connection right behind its response, without having said so, while the next request is on its
/// way there.
/// </summary>
public class KeepAliveRaceTests : ClientTest
{
    private readonly ConcurrentDictionary<string, int> _served = new();

    [Fact]
    public async Task No_error_of_the_race_surfaces_for_a_get()
    {
        var server = ListenRaw();
        using var stop = new CancellationTokenSource();
        var serving = ServeAndCloseAsync(server, stop.Token);
        for (var i = 0; i < 300; i++)
        {
            var response = await Http.GetAsync(To(server, $"/{i}")).InTime();
            Assert.Equal("x", await response.ReadStringAsync().InTime());
        }

        await EndAsync(server, stop, serving);
    }

    [Fact]
    public async Task A_post_is_never_sent_twice()
    {
        var server = ListenRaw();
        using var stop = new CancellationTokenSource();
        var serving = ServeAndCloseAsync(server, stop.Token);
        for (var i = 0; i < 300; i++)
        {
            try
            {
                var response = await Http.RequestAsync(To(server, $"/{i}", "POST"), "body"u8.ToArray()).InTime();
                await response.ReadAllAsync().InTime();
            }
            catch (HttpException error)
            {
                Assert.Equal("ECONNRESET", error.Code);
            }
        }

        await EndAsync(server, stop, serving);
        Assert.All(_served, path => Assert.Equal(1, path.Value));
    }

    private async Task ServeAndCloseAsync(RawServer server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var peer = await server.AcceptAsync();
            try
            {
                var head = await peer.ReadHeadAsync();
                if (head.StartsWith("POST", StringComparison.Ordinal))
                {
                    await peer.ReadAsync(4);
                }

                _served.AddOrUpdate(head.Split(' ')[1], 1, static (_, count) => count + 1);
                await peer.AnswerAsync("x");
            }
            catch (EndOfStreamException)
            {
                // A connection that was given up before it was used.
            }
        }
    }

    /// <summary>One more connection lets the accept loop see that it is over.</summary>
    private static async Task EndAsync(RawServer server, CancellationTokenSource stop, Task serving)
    {
        await stop.CancelAsync();
        using var last = await RawClient.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, server.Port));
        await last.SendAsync("GET /last HTTP/1.1\r\n\r\n");
        await serving.InTime();
    }
}
