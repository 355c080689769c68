using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.ActorHandlers;

/// <summary>A server in a system of the user's, and under a parent of the user's choice.</summary>
public sealed class HostingScenarios : TestKit
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task A_server_is_a_child_of_the_context_it_was_made_in_and_ends_with_it()
    {
        var host = Sys.ActorOf(Props.Create(() => new Host()), "host");
        var server = await host.Ask<HttpServer>("start", Bounded.Patience).InTime();
        var closed = new TaskCompletionSource();
        var completed = new TaskCompletionSource();
        server.Closed += closed.SetResult;
        using var subscription = server.Connections.Subscribe(_ => { }, completed.SetResult);
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("hosted", (await client.ExchangeAsync(Get)).Body);
        var children = await host.Ask<string[]>("children", Bounded.Patience).InTime();
        Assert.All(children, name => Assert.StartsWith("http-", name, StringComparison.Ordinal));
        Assert.Equal(2, children.Length);

        Sys.Stop(host);
        await server.Completion.InTime();
        await closed.Task.InTime();
        await completed.Task.InTime();
        await client.EndsWithResetAsync();
        Assert.False(server.IsListening);
        Assert.False(Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task A_parent_may_be_a_system()
    {
        await using var server = Http.CreateServer(
            new HttpServerOptions { Parent = Sys }, (_, answer) => answer.End("hosted"));
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("hosted", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task A_parent_of_another_system_than_the_one_given_is_refused()
    {
        var other = ActorSystem.Create("other");
        Assert.Throws<ArgumentException>(() => Http.CreateServer(new HttpServerOptions { ActorSystem = Sys, Parent = other }));
        await other.Terminate().InTime();
    }

    /// <summary>What users of the library can reach has no way to the system that servers without their own share.</summary>
    [Fact]
    public void Nothing_gives_out_an_actor_system()
    {
        var given = typeof(HttpServer).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers())
            .OfType<System.Reflection.PropertyInfo>()
            .Where(property => typeof(ActorSystem).IsAssignableFrom(property.PropertyType)
                || typeof(IActorRefFactory).IsAssignableFrom(property.PropertyType)
                || typeof(IActorRef).IsAssignableFrom(property.PropertyType))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");
        Assert.Equal(["HttpAgentOptions.ActorSystem", "HttpServerOptions.ActorSystem", "HttpServerOptions.Parent"], given.Order());
        Assert.Null(new HttpServerOptions().ActorSystem);
    }

    private sealed class Host : ReceiveActor
    {
        private HttpServer? _server;

        public Host()
        {
            Receive<string>(message => message == "start", _ =>
            {
                var sender = Sender;
                _server = Http.CreateServer(new HttpServerOptions { Parent = Context }, (_, answer) => answer.End("hosted"));
                _server.Listen(0, "127.0.0.1", callback: () => sender.Tell(_server, ActorRefs.NoSender));
            });
            Receive<string>(_ => Sender.Tell(Context.GetChildren().Select(child => child.Path.Name).ToArray()));
        }
    }
}
