using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Report;

internal sealed record PeerInfo(string Name, string? Version, string? Unavailable)
{
    public static PeerInfo Of(Peer peer) =>
        peer.Unavailable is { } reason ? new(peer.Name, null, reason) : new(peer.Name, peer.Version, null);
}
