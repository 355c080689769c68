using System.Net;
using System.Threading.Channels;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Server;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>A server of actors in the test's own system, below the facade.</summary>
/// <param name="onLoops">Served by event loops where the system has them, else by the thread pool.</param>
public abstract class ServerScenario(bool onLoops) : TestKit
{
    private static int _lastNumber;

    private protected ManualTimeProvider Time { get; } = new();

    private protected virtual EventLoopGroup? Loops => onLoops && EventLoopGroup.IsSupported ? LoopSystem.For(Sys) : null;

    private protected async Task<HostedServer> StartAsync(
        ServerSettings? settings = null, Action<ServerExchange>? handler = null, IPEndPoint? endPoint = null)
    {
        var server = Create(settings, handler);
        server.EndPoint = await server.BindAsync(endPoint ?? new IPEndPoint(IPAddress.Loopback, 0)).InTime();
        return server;
    }

    private protected HostedServer Create(ServerSettings? settings = null, Action<ServerExchange>? handler = null)
    {
        var context = new ServerContext(settings ?? ServerSettings.Default, Time, Loops);
        context.Exchanges.Add(handler ?? (exchange => Answer.With(exchange, "ok")));
        var server = new HostedServer(context, Sys.ActorOf(ServerActor.Props(context), $"http-{Interlocked.Increment(ref _lastNumber)}"));
        context.Connections.Add(connection => server.Opened.Writer.TryWrite(connection));
        return server;
    }

    /// <summary>The connection's actor, whichever supervisor it was given to.</summary>
    private protected async Task<IActorRef> ActorOfAsync(HostedServer server, long connectionId)
    {
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            var found = await server.Actor.Path.IdentifyAsync(Sys, $"connections-{i}/connection-{connectionId}");
            if (found is not null)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"There is no actor for connection {connectionId}.");
    }

    /// <summary>What the server was told has come down to this connection: mailboxes keep their order.</summary>
    private protected async Task PassDownAsync(HostedServer server, long connectionId)
    {
        var connection = await ActorOfAsync(server, connectionId);
        var supervisor = await connection.Path.Parent.IdentifyAsync(Sys);
        foreach (var actor in new[] { server.Actor, supervisor!, connection })
        {
            await actor.Ask<ActorIdentity>(new Identify(null), Bounded.Patience);
        }
    }
}

/// <summary>A server under test and what it opens.</summary>
internal sealed record HostedServer(ServerContext Context, IActorRef Actor)
{
    public const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    public EndPoint? EndPoint { get; set; }

    public Channel<ServerConnection> Opened { get; } = Channel.CreateUnbounded<ServerConnection>();

    public Task<EndPoint> BindAsync(EndPoint endPoint)
    {
        var bound = new TaskCompletionSource<EndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        Actor.Tell(new Bind(endPoint, 511, DualMode: false, bound));
        return bound.Task;
    }

    /// <summary>Connects and waits until the server has opened the connection.</summary>
    public async Task<(RawClient Client, ServerConnection Connection)> ConnectAsync()
    {
        var client = await RawClient.ConnectAsync(EndPoint);
        return (client, await Opened.Reader.ReadAsync().InTime());
    }
}

internal static class ActorLookup
{
    /// <summary>The actor at a path below this one; null when there is none.</summary>
    public static async Task<IActorRef?> IdentifyAsync(this ActorPath path, ActorSystem system, string below = "")
    {
        var identity = await system
            .ActorSelection($"{path.ToStringWithoutAddress()}/{below}".TrimEnd('/'))
            .Ask<ActorIdentity>(new Identify(below), Bounded.Patience);
        return identity.Subject;
    }
}
