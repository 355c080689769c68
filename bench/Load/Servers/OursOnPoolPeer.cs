namespace HttpActors.Bench.Load.Servers;

/// <summary>HttpActors on the thread pool, measured where it differs in kind from event loops: when handlers block.</summary>
internal sealed class OursOnPoolPeer(BenchOptions options, Progress progress, CancellationToken cancellation)
    : Peer(PeerNames.OursOnPool)
{
    private readonly Lazy<OursBuild> _handlers = new(
        () => OursBuild.Of("bench/Load.Handlers", "HttpActors.Bench.Load.Handlers", options, progress, cancellation));

    public override string? Unavailable => _handlers.Value.Missing;

    public override string Version => "as ours, on the thread pool";

    public override bool Serves(Service service) => service == Service.Block;

    public override Launch LaunchFor(Service service) =>
        OursPeer.Start(_handlers.Value, ["--transport", "thread-pool"], service);
}
