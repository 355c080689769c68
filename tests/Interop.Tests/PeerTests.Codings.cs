using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <content>Content codings: undone where an option asks for it.</content>
public abstract partial class PeerTests
{
    [PeerFact]
    public async Task A_coding_that_the_server_chose_is_undone()
    {
        foreach (var coding in peer.Codings)
        {
            var options = To("/lines", "GET", [new("Accept-Encoding", coding)], decompress: true);
            var response = await Http.GetAsync(options).InTime();
            Assert.Equal(coding, response.Headers["content-encoding"]);
            Assert.Equal(Peer.Lines, await response.ReadStringAsync().InTime());
            await SettledAsync();
        }

        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [PeerFact]
    public async Task Codings_are_offered_with_the_option_and_the_body_is_left_alone_without()
    {
        var decoded = await Http.GetAsync(To("/lines", decompress: true)).InTime();
        Assert.Contains(decoded.Headers["content-encoding"], peer.Codings);
        Assert.Equal(Peer.Lines, await decoded.ReadStringAsync().InTime());

        var plain = await Http.GetAsync(To("/lines")).InTime();
        Assert.Null(plain.Headers["content-encoding"]);

        var coded = await Http.GetAsync(To("/lines", "GET", [new("Accept-Encoding", "gzip")])).InTime();
        Assert.Equal("gzip", coded.Headers["content-encoding"]);
        var octets = await coded.ReadAllAsync().InTime();
        Assert.Equal([0x1F, 0x8B], octets[..2]);
        Assert.Equal(Peer.Lines, await plain.ReadStringAsync().InTime());
    }
}
