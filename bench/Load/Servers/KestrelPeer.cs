namespace HttpActors.Bench.Load.Servers;

/// <summary>Kestrel with the empty builder: it is in the SDK's shared framework, so it is always there.</summary>
internal sealed class KestrelPeer(WorkDirectory work) : Peer(PeerNames.Kestrel)
{
    private readonly string? _file = BuildOutput.Executable("HttpActors.Bench.Load.Kestrel");

    public override string? Unavailable => _file is null ? "bench/Load.Kestrel is not built" : null;

    public override string Version => $"ASP.NET Core {Environment.Version}";

    public override Launch LaunchFor(Service service) => Launch.Of(_file!, ["--port", "0", "--root", work.Root], PathOf(service));
}
