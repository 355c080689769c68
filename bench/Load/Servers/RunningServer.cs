using System.Net;
using HttpActors.Bench.Load.Generator;

namespace HttpActors.Bench.Load.Servers;

/// <summary>A started peer that listens.</summary>
internal sealed class RunningServer(Peer peer, ChildProcess process, IPEndPoint address, string path) : IAsyncDisposable
{
    public Peer Peer { get; } = peer;

    public IPEndPoint Address { get; } = address;

    public string Path { get; } = path;

    /// <summary>Asked anew each time: nginx listens before its workers exist.</summary>
    public IReadOnlyList<int> Processes => ProcessFacts.Family(process.Id);

    public double ResidentKilobytes => ProcessFacts.ResidentKilobytes(Processes);

    public bool HasExited => process.HasExited;

    public string Errors => process.Errors;

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
