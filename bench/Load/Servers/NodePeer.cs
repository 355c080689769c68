namespace HttpActors.Bench.Load.Servers;

/// <summary>Node's http module, one process, as it is run without cluster.</summary>
internal sealed class NodePeer(WorkDirectory work) : Peer(PeerNames.Node)
{
    private readonly string? _file = Tool.Find("node");

    public override string? Unavailable => _file is null ? "node is not installed" : null;

    public override string Version => $"Node {Tool.Run(_file!, "--version").Text}";

    public override Launch LaunchFor(Service service) =>
        Launch.Of(_file!, [WorkDirectory.Shipped("server.mjs"), "0", work.Root], PathOf(service));
}
