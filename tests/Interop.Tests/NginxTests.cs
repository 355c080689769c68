using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <summary>What nginx can do beside what all can; it passes no trailers of requests on, and not every version hints.</summary>
public abstract class NginxTests(NginxPeer peer, HttpTransport transport) : PeerTests(peer, transport)
{
    [PeerFact]
    public Task Trailers_of_a_response_arrive() => TrailersOfAResponseArrive(Peer.Text);

    [PeerFact]
    public Task An_upgrade_that_the_server_does_not_know_is_an_ordinary_request() => AnUnknownUpgradeIsAnOrdinaryRequest();

    [PeerFact]
    public async Task A_connection_that_the_server_ends_after_some_requests_is_replaced()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("ration", await TextOfAsync(To("/rationed")));
            await SettledAsync();
        }

        Assert.Equal(4, Agent.GetStats().CreatedConnections);
    }

    [PeerFact]
    public async Task A_file_is_stored_fetched_and_deleted()
    {
        var octets = new byte[1_000_000];
        new Random(1).NextBytes(octets);
        var path = $"/stored/{Guid.NewGuid():N}";
        foreach (var headers in (KeyValuePair<string, string>[][])[[new("Content-Length", "1000000")], []])
        {
            var request = Http.Request(To(path, "PUT", headers));
            await SendAsync(request, octets).InTime();
            var stored = await request.Response.InTime();
            Assert.Contains(stored.StatusCode, (int[])[201, 204]);
            await stored.ReadAllAsync().InTime();

            var fetched = await Http.GetAsync(To(path)).InTime();
            Assert.Equal(octets, await fetched.ReadAllAsync().InTime());
        }

        var deleted = await Http.RequestAsync(To(path, "DELETE")).InTime();
        Assert.Equal(204, deleted.StatusCode);
        Assert.Equal(404, (await Http.GetAsync(To(path)).InTime()).StatusCode);
    }
}

/// <summary>Where the transport is left to choose.</summary>
[Needs("nginx")]
public sealed class NginxAutomaticTests(NginxPeer peer) : NginxTests(peer, HttpTransport.Automatic), IClassFixture<NginxPeer>;

/// <summary>The same on the thread pool.</summary>
[Needs("nginx")]
public sealed class NginxThreadPoolTests(NginxPeer peer) : NginxTests(peer, HttpTransport.ThreadPool), IClassFixture<NginxPeer>;
