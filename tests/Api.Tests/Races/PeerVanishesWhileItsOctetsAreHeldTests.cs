namespace HttpActors.Tests.Races;

/// <summary>
/// A peer resets its connection while octets of it are held back: a second request behind one that is being answered, a
/// body that nobody takes. No read is under way that would notice, and no time passes here that would end it.
/// </summary>
public sealed class PeerVanishesWhileItsOctetsAreHeldTests : ServerTest
{
    private readonly ManualTimeProvider _time = new();

    private protected override HttpServerOptions Options => new() { TimeProvider = _time, MinRequestBodyRate = 0, Timeout = TimeSpan.Zero };

    public static TheoryData<string> Held => new(
        "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");

    [Theory]
    [MemberData(nameof(Held))]
    public async Task Its_end_is_noticed(string octets)
    {
        var closed = Promise<bool>();
        var arrived = Promise();
        var server = await ServeAsync((_, response) =>
        {
            response.Closed += () => closed.TrySetResult(response.IsFinished);
            arrived.TrySetResult();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(octets);
        await arrived.Task.InTime();
        client.Reset();
        await Bounded.Until(() =>
        {
            // Event loops hear of it; elsewhere the coarse tick looks, and moves no deadline of this test.
            _time.Advance(TimeSpan.FromMilliseconds(10));
            return closed.Task.IsCompleted;
        });
        Assert.False(await closed.Task);
        await Bounded.Until(() => server.ConnectionCount == 0);
    }
}
