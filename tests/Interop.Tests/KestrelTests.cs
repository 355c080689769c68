using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <summary>What Kestrel can do beside what all can; in HTTP/1.1 it sends neither hints nor trailers.</summary>
public abstract class KestrelTests(KestrelPeer peer, HttpTransport transport) : PeerTests(peer, transport)
{
    [PeerFact]
    public Task Trailers_of_a_request_arrive() => TrailersOfARequestArrive();

    [PeerFact]
    public Task An_upgrade_that_the_server_does_not_know_is_an_ordinary_request() => AnUnknownUpgradeIsAnOrdinaryRequest();
}

/// <summary>Where the transport is left to choose.</summary>
public sealed class KestrelAutomaticTests(KestrelPeer peer)
    : KestrelTests(peer, HttpTransport.Automatic), IClassFixture<KestrelPeer>;

/// <summary>The same on the thread pool.</summary>
public sealed class KestrelThreadPoolTests(KestrelPeer peer)
    : KestrelTests(peer, HttpTransport.ThreadPool), IClassFixture<KestrelPeer>;
