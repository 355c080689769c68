using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Tests.Server;

/// <summary>What a request costs in garbage: a synchronous handler that reads no header.</summary>
[Collection(nameof(MeasuresAlone))]
public sealed class AllocationTests : ServerTest
{
    private const int Requests = 4000;
    private static readonly byte[] Greeting = "Hello, World!"u8.ToArray();

    [Fact]
    public async Task A_plain_request_allocates_at_most_400_bytes()
    {
        var server = await ServeAsync(static (_, response) => response.SetHeader("Content-Type", "text/plain").End(Greeting));
        using var client = Connect(server.Address!);
        Ask(client, Requests);

        // The least of some runs: other threads of the process allocate as well.
        var least = Enumerable.Range(0, 5).Min(_ => AllocatedPerRequest(client));
        Assert.InRange(least, 1, 400);
    }

    private static double AllocatedPerRequest(Socket client)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Ask(client, Requests);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests;
    }

    private static Socket Connect(EndPoint address)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = 30_000,
        };
        client.Connect(address);
        return client;
    }

    /// <summary>Sends requests one after the other from this thread; that allocates nothing itself.</summary>
    private static void Ask(Socket client, int requests)
    {
        var request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8;
        Span<byte> answer = stackalloc byte[1024];
        for (var i = 0; i < requests; i++)
        {
            client.Send(request);
            var length = 0;
            while (!answer[..length].EndsWith(Greeting))
            {
                var received = client.Receive(answer[length..]);
                Assert.True(received > 0, Encoding.ASCII.GetString(answer[..length]));
                length += received;
            }
        }
    }
}

/// <summary>Tests that measure the whole process run while no other test does.</summary>
[CollectionDefinition(nameof(MeasuresAlone), DisableParallelization = true)]
public sealed class MeasuresAlone;
