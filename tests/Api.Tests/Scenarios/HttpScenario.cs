using Akka.TestKit.Xunit2;
using HttpActors.Actors.Transport;

namespace HttpActors.Tests.Scenarios;

/// <summary>
/// A server in the test's own actor system, clients within the process, and a clock that stands still.
/// </summary>
/// <remarks>
/// What handlers see they tell the test actor, so that <c>ExpectMsg</c> reads like the story; the story's times are the
/// server's defaults or stand in its options.
/// </remarks>
public abstract class HttpScenario : TestKit
{
    private protected ManualTimeProvider Time { get; } = new();

    private protected HttpServer Serve(RequestListener listener) =>
        Http.CreateServer(Options(), listener);

    private protected HttpServerOptions Options() => new() { ActorSystem = Sys, TimeProvider = Time };

    /// <param name="server">Who serves it.</param>
    /// <param name="window">Octets that may be under way in a direction before the sender waits.</param>
    private protected static MemoryClient Connect(HttpServer server, int window = 64 * 1024)
    {
        var (serverEnd, clientEnd) = MemoryTransport.CreatePair(window);
        server.Accept(serverEnd);
        return new MemoryClient(clientEnd);
    }

    private protected void Expect(string told) => ExpectMsg(told, Bounded.Patience);

    private protected void Tell(string told) => TestActor.Tell(told, Akka.Actor.ActorRefs.NoSender);

    /// <summary>Lets time pass until it has happened; the clock is coarse, so deadlines pass a little late.</summary>
    private protected Task PassTimeUntilAsync(Task happened) => Bounded.Until(() =>
    {
        Time.Advance(TimeSpan.FromMilliseconds(500));
        return happened.IsCompleted;
    });

    /// <summary>Ends the story: every connection is gone and the server has said so.</summary>
    private protected static async Task CloseAsync(HttpServer server)
    {
        server.Dispose();
        await server.Completion.InTime();
    }
}
