namespace HttpActors.Tests.Samples;

/// <summary>Compilers beside them would make other tests wait.</summary>
[CollectionDefinition(nameof(SampleTests), DisableParallelization = true)]
public sealed class SamplesRunAlone;

/// <summary>Every sample compiles, starts and does what its README says.</summary>
[Collection(nameof(SampleTests))]
public sealed class SampleTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task Hello_says_hello()
    {
        await using var sample = await SampleProgram.StartAsync("samples/hello/hello.cs");
        using var client = await RawClient.ConnectAsync(sample.Address);
        var answer = await client.ExchangeAsync(Get);
        Assert.Equal((200, "Hello, World!\n"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Echo_sends_back_what_it_got()
    {
        await using var sample = await SampleProgram.StartAsync("samples/echo/echo.cs");
        using var client = await RawClient.ConnectAsync(sample.Address);
        Assert.Equal("something", (await client.ExchangeAsync(Post("/", "something"))).Body);
    }

    /// <summary>The agent and its connection are still there when it has its answer: they must not keep the process.</summary>
    [Fact]
    public async Task A_program_that_asked_once_ends_by_itself()
    {
        using var server = new RawServer();
        var running = SampleProgram.RunAsync("samples/get/get.cs", $"http://127.0.0.1:{server.Port}/");
        using var peer = await server.AcceptAsync(running);
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("kept alive");
        Assert.Equal($"200 OK{Environment.NewLine}kept alive{Environment.NewLine}", await running);
        await peer.ReadToEndAsync();
    }

    [Fact]
    public async Task The_actor_keeps_what_it_was_told()
    {
        await using var sample = await SampleProgram.StartAsync("samples/actor/actor.cs");
        using var client = await RawClient.ConnectAsync(sample.Address);
        Assert.Equal(204, (await client.ExchangeAsync(Post("/cart", "apples"))).Status);
        Assert.Equal(204, (await client.ExchangeAsync(Post("/cart", "pears"))).Status);
        Assert.Equal("apples\npears\n", (await client.ExchangeAsync("GET /cart HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
    }

    [Fact]
    public async Task Streams_answer_requests()
    {
        await using var sample = await SampleProgram.StartAsync("samples/reactive/reactive.cs");
        using var client = await RawClient.ConnectAsync(sample.Address);
        Assert.Equal("SHOUT", (await client.ExchangeAsync(Post("/", "shout"))).Body);
        var ticks = await client.ExchangeAsync("GET /ticks HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("text/event-stream", ticks["Content-Type"]);
        Assert.Equal("data: 0\n\ndata: 1\n\ndata: 2\n\n", ticks.Body);
    }

    [Fact]
    public void No_sample_is_forgotten()
    {
        var tested = File.ReadAllText(Repository.PathOf("tests/Api.Tests/Samples/SampleTests.cs"));
        var listed = File.ReadAllText(Repository.PathOf("samples/README.md"));

        // A project among the samples is built with the solution and tested by the command that hosts it.
        var samples = Directory.GetFiles(Repository.PathOf("samples"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => Directory.GetFiles(Path.GetDirectoryName(file)!, "*.csproj").Length == 0)
            .ToArray();
        Assert.NotEmpty(samples);
        Assert.All(samples, sample =>
        {
            var name = Path.GetRelativePath(Repository.PathOf("samples"), sample).Replace('\\', '/');
            Assert.Contains($"\"samples/{name}\"", tested, StringComparison.Ordinal);
            Assert.Contains($"`{name}`", listed, StringComparison.Ordinal);
        });
    }

    private static string Post(string path, string body) =>
        $"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
