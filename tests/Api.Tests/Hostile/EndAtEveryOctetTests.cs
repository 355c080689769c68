using System.Collections.Concurrent;
using Akka.Actor;

namespace HttpActors.Tests.Hostile;

/// <summary>
/// For each prefix of two pipelined requests the peer closes, ends its half or resets there: every exchange that began is
/// told its end once, in one way, and nothing is left: no connection, no actor, no descriptor, no buffer.
/// </summary>
[Collection(nameof(RunsAlone))]
public sealed class EndAtEveryOctetTests : ServerTest
{
    private const string Pair =
        "POST /1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: v\r\n\r\n"
        + "POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";

    private readonly ActorSystem _system = ActorSystem.Create("octets");

    private protected override HttpServerOptions Options => new() { ActorSystem = _system };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _system.Terminate().InTime();
    }

    public enum End
    {
        Close,
        HalfClose,
        Reset,
    }

    [Theory]
    [InlineData(End.Close)]
    [InlineData(End.HalfClose)]
    [InlineData(End.Reset)]
    public async Task Nothing_is_left_and_everyone_is_told(End end)
    {
        var exchanges = new ConcurrentBag<Told>();
        var server = await ServeAsync((request, response) => exchanges.Add(Follow(request, response)));
        var failures = new ConcurrentQueue<Exception>();
        server.Errored += failures.Enqueue;
        var connections = new ConcurrentBag<long>();
        server.ConnectionOpened += socket => connections.Add(socket.Id);

        // What a first connection makes once and for all is not counted, and the count is one that sees actors.
        using (await WarmUpAsync(server))
        {
            Assert.Equal(1, await LiveActorsAsync(connections));
        }

        await Bounded.Until(() => server.ConnectionCount == 0);
        var descriptors = Descriptors.Open();
        using var buffers = new RentedBuffers();
        for (var length = 0; length <= Pair.Length; length++)
        {
            await PlayAsync(server, Pair[..length], end);
        }

        // The backlog keeps its order: who is served now came after all of them.
        (await WarmUpAsync(server)).Dispose();
        await Bounded.Until(() => server.ConnectionCount == 0);
        await Bounded.Until(() => exchanges.All(told => told.ResponseClosed > 0 && told.RequestClosed > 0));
        Assert.All(exchanges, static told => Assert.Equal((1, 1), (told.ResponseClosed, told.RequestClosed)));
        Assert.All(exchanges, static told => Assert.True(told.Ended + told.Failed == 1, $"ended {told.Ended} times, failed {told.Failed} times"));
        Assert.Empty(failures);

        // The last prefix is whole: with an orderly end both requests of it are answered.
        Assert.True(exchanges.Count > Pair.Length / 4, $"{exchanges.Count} exchanges");
        Assert.True(end == End.Reset || connections.Count == Pair.Length + 3, $"{connections.Count} connections");
        Assert.Equal(0, await LiveActorsAsync(connections));
        await Bounded.Until(() => Descriptors.Open() <= descriptors);
        Assert.True(buffers.Total >= Pair.Length, $"only {buffers.Total} buffers were ever rented");
        await Bounded.Until(() => buffers.Outstanding == 0);
        var honest = await ConnectAsync(server);
        Assert.Equal(200, (await honest.ExchangeAsync(Get)).Status);
    }

    private async Task<RawClient> WarmUpAsync(HttpServer server)
    {
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Post("hello"));
        return client;
    }

    /// <summary>Asks for each of them below every supervisor that the server may have.</summary>
    private async Task<int> LiveActorsAsync(IEnumerable<long> connections)
    {
        var live = 0;
        var servers = await _system.ActorSelection("/user/http-*").Ask<ActorIdentity>(new Identify(null), Bounded.Patience);
        var path = servers.Subject!.Path.ToStringWithoutAddress().Replace("-streams", "", StringComparison.Ordinal);
        foreach (var id in connections)
        {
            for (var i = 0; i < Environment.ProcessorCount; i++)
            {
                var one = _system.ActorSelection($"{path}/connections-{i}/connection-{id}");
                var found = await one.Ask<ActorIdentity>(new Identify(null), Bounded.Patience);
                live += found.Subject is null ? 0 : 1;
            }
        }

        return live;
    }

    private async Task PlayAsync(HttpServer server, string prefix, End end)
    {
        using var client = await ConnectAsync(server);
        await client.SendAsync(prefix);
        switch (end)
        {
            case End.Reset:
                client.Reset();
                break;
            case End.HalfClose:
                client.HalfClose();
                CheckAnswers(prefix, await client.ReadToEndAsync());
                break;
            default:
                break;
        }
    }

    /// <summary>Whatever was complete is answered with 200, a part of a request with 400.</summary>
    private static void CheckAnswers(string prefix, string answers)
    {
        var first = Pair.IndexOf("POST /2", StringComparison.Ordinal);
        var whole = prefix.Length == Pair.Length ? 2 : prefix.Length >= first ? 1 : 0;
        var isPartial = prefix.Length != 0 && prefix.Length != first && prefix.Length != Pair.Length;
        var statuses = answers.Split("HTTP/1.1 ").Skip(1).Select(static answer => answer[..3]);
        Assert.Equal(Enumerable.Repeat("200", whole).Concat(isPartial ? ["400"] : []), statuses);
    }

    private static Told Follow(IncomingMessage request, ServerResponse response)
    {
        var told = new Told();
        request.DataReceived += static _ => { };
        request.Ended += () =>
        {
            Interlocked.Increment(ref told.Ended);
            response.End("ok");
        };
        request.Errored += _ => Interlocked.Increment(ref told.Failed);
        request.Closed += () => Interlocked.Increment(ref told.RequestClosed);
        response.Closed += () => Interlocked.Increment(ref told.ResponseClosed);
        return told;
    }

    private sealed class Told
    {
        public int Ended;
        public int Failed;
        public int RequestClosed;
        public int ResponseClosed;
    }
}
