using System.Collections.Concurrent;
using System.Net.Sockets;
using Akka.Actor;

namespace HttpActors.Tests.Hostile;

/// <summary>The actor system ends under the server's feet in the middle of its traffic.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TerminatedSystemTests : ServerTest
{
    private const int Each = 8;

    [Fact]
    public async Task Every_client_sees_an_end_and_so_does_the_server()
    {
        // What earlier tests have left behind is theirs.
        Collect();
        var unobserved = new ConcurrentQueue<Exception>();
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs found) => unobserved.Enqueue(found.Exception);
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            await TerminateUnderTrafficAsync();

            // Only a task that was collected tells that nobody looked at it.
            Collect();
            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private async Task TerminateUnderTrafficAsync()
    {
        var system = ActorSystem.Create("terminated");
        var inHandler = 0;
        var server = await ServeAsync(
            async (request, response) =>
            {
                Interlocked.Increment(ref inHandler);
                switch (request.Url)
                {
                    case "/silent":
                        break;
                    case "/body":
                        await request.ReadAllAsync();
                        break;
                    case "/endless":
                        await WriteWithoutEndAsync(response);
                        break;
                    default:
                        response.End("ok");
                        break;
                }
            },
            new HttpServerOptions { ActorSystem = system });
        var answered = 0;
        var ends = new List<Task>();
        for (var i = 0; i < Each; i++)
        {
            ends.Add(AskOnAsync(await ConnectAsync(server), () => Interlocked.Increment(ref answered)));
            ends.Add(SeeEndAsync(await ConnectAsync(server), "GET /silent HTTP/1.1\r\nHost: h\r\n\r\n"));
            ends.Add(SeeEndAsync(await ConnectAsync(server), "POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf"));
            ends.Add(SeeEndAsync(await ConnectAsync(server), "GET /endless HTTP/1.1\r\nHost: h\r\n\r\n"));
            ends.Add(SeeEndAsync(await ConnectAsync(server), "GET / HT"));
        }

        await Bounded.Until(() => Volatile.Read(ref answered) > 100 && Volatile.Read(ref inHandler) > 4 * Each);
        await system.Terminate().InTime();
        await Task.WhenAll(ends).InTime();
        await server.Completion.InTime();
        Assert.False(server.IsListening);
        Assert.Equal(0, server.ConnectionCount);
    }

    private static async Task WriteWithoutEndAsync(ServerResponse response)
    {
        try
        {
            while (true)
            {
                await response.WriteAsync(new byte[10_000]);
            }
        }
        catch (HttpException)
        {
            // Told that the connection is gone.
        }
    }

    private static async Task AskOnAsync(RawClient client, Action answered)
    {
        try
        {
            while (true)
            {
                await client.ExchangeAsync(Get);
                answered();
            }
        }
        catch (Exception error) when (error is SocketException or EndOfStreamException)
        {
            // An end, which is what it was to see; not to see one is a timeout.
        }
    }

    private static async Task SeeEndAsync(RawClient client, string request)
    {
        await client.SendAsync(request);
        await client.EndsWithResetAsync();
    }
}
