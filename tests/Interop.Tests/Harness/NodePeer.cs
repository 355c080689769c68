using System.Globalization;
using HttpActors.Bench.Soak;

namespace HttpActors.Interop.Harness;

/// <summary>The <c>http</c> module of Node.</summary>
public sealed class NodePeer : Peer
{
    private readonly TemporaryDirectory _directory = new();
    private PeerProcess? _process;

    public override IReadOnlyList<string> Codings => ["gzip", "br", "deflate"];

    public override async Task InitializeAsync()
    {
        if (Programs.Find("node") is not { } node)
        {
            return;
        }

        SocketPath = Path.Combine(_directory.Path, "node.sock");
        _process = new PeerProcess(
            node,
            Path.Combine(AppContext.BaseDirectory, "Peers", "node-server.mjs"),
            _directory.Write("pattern", Pattern.Slice(0, Pattern.Period).ToArray()),
            SocketPath,
            _directory.Write("text", Text),
            _directory.Write("lines", Lines));
        Port = int.Parse(await _process.ReadLineAsync(), CultureInfo.InvariantCulture);
    }

    public override async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }
}
