using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Docs;

/// <summary>docs/actors-and-streams.md says what is compiled here, and what is compiled here works.</summary>
public sealed class ActorsAndStreamsTests : TestKit
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_folder()
    {
        var compiled = Normalized(File.ReadAllText(Repository.PathOf("tests/Api.Tests/Docs/ActorsAndStreamsPage.cs")));
        var blocks = File.ReadAllText(Repository.PathOf("docs/actors-and-streams.md")).Split("```csharp\n").Skip(1).ToArray();
        Assert.Equal(8, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(Normalized(block.Split("```")[0]), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Callbacks() => await ServeAsync(ActorsAndStreamsPage.Callbacks(), async client =>
        Assert.Equal("Hello, you!\n", (await client.ExchangeAsync(Post("you"))).Body));

    [Fact]
    public async Task An_actor() => await ServeAsync(ActorsAndStreamsPage.AnActor(Sys), async client =>
    {
        Assert.Equal("1\n", (await client.ExchangeAsync(Get)).Body);
        Assert.Equal("2\n", (await client.ExchangeAsync(Get)).Body);
    });

    [Fact]
    public async Task An_actor_for_each_request()
    {
        var admin = Sys.ActorOf(Props.Create(() => new Counter()));
        var counter = Sys.ActorOf(Props.Create(() => new Counter()));
        await ServeAsync(ActorsAndStreamsPage.AnActorForEach(admin, counter), async client =>
        {
            Assert.Equal("1\n", (await client.ExchangeAsync(Get)).Body);
            Assert.Equal("1\n", (await client.ExchangeAsync("GET /admin HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
        });
    }

    [Fact]
    public async Task A_parent()
    {
        var gateway = Sys.ActorOf(Props.Create(() => new Gateway()));
        var server = await gateway.Ask<HttpServer>("server", Bounded.Patience).InTime();
        await Bounded.Until(() => server.IsListening);
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal("hosted\n", (await client.ExchangeAsync(Get)).Body);
        Sys.Stop(gateway);
        await server.Completion.InTime();
    }

    [Fact]
    public async Task Streams()
    {
        var server = Http.CreateServer();
        await ServeAsync(server, client => ActorsAndStreamsPage.StreamsAsync(server, async () =>
            Assert.Equal("SHOUT", (await client.ExchangeAsync(Post("shout"))).Body)));
    }

    [Fact]
    public async Task Piece_by_piece()
    {
        var server = Http.CreateServer();
        ActorsAndStreamsPage.PieceByPiece(server);
        await ServeAsync(server, async client => Assert.EndsWith("998\n999\n", (await client.ExchangeAsync(Get)).Body));
    }

    [Fact]
    public async Task Caught_inside()
    {
        var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys });
        await ServeAsync(server, client => ActorsAndStreamsPage.CaughtInsideAsync(server, async () =>
        {
            Assert.Equal("well", (await client.ExchangeAsync(Get)).Body);
            await EventFilter.Exception<InvalidOperationException>("broken chain").ExpectOneAsync(async () =>
                Assert.Equal(500, (await client.ExchangeAsync("GET /fail HTTP/1.1\r\nHost: h\r\n\r\n")).Status));
            using var next = await RawClient.ConnectAsync(server.Address);
            Assert.Equal("well", (await next.ExchangeAsync(Get)).Body);
        }));
    }

    private static async Task ServeAsync(HttpServer server, Func<RawClient, Task> scenario)
    {
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using (var client = await RawClient.ConnectAsync(server.Address))
        {
            await scenario(client);
        }

        server.Dispose();
        await server.Completion.InTime();
    }

    /// <summary>Lines without their indentation: the page has none.</summary>
    private static string Normalized(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Post(string body) => $"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
