namespace HttpActors.Bench.Load.Servers;

/// <summary>All peers of a run, available or not, in the order in which they take turns.</summary>
internal static class PeerCatalog
{
    private static readonly string[] QuickPeers = [PeerNames.Ours, PeerNames.Kestrel];

    public static IReadOnlyList<Peer> Create(
        WorkDirectory work, BenchOptions options, Progress progress, CancellationToken cancellation)
    {
        IReadOnlyList<string> wanted = options switch
        {
            { Peers.Count: > 0 } => options.Peers,
            { CheckGenerators: true } => GeneratorCheck.Peers,
            { Quick: true } => QuickPeers,
            _ => PeerNames.All,
        };
        return [.. PeerNames.All.Where(wanted.Contains).Select(name => Create(name, work, options, progress, cancellation))];
    }

    private static Peer Create(
        string name, WorkDirectory work, BenchOptions options, Progress progress, CancellationToken cancellation) => name switch
        {
            PeerNames.Ours => new OursPeer(work, options, progress, cancellation),
            PeerNames.OursOnPool => new OursOnPoolPeer(options, progress, cancellation),
            PeerNames.Kestrel => new KestrelPeer(work),
            PeerNames.Node => new NodePeer(work),
            PeerNames.Nginx => new NginxPeer(work),
            _ => new FloorPeer(work),
        };
}
