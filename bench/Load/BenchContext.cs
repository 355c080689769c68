using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load;

/// <summary>What every row works with.</summary>
internal sealed class BenchContext
{
    public required BenchOptions Options { get; init; }

    public required Schedule Schedule { get; init; }

    public required IReadOnlyList<Peer> Peers { get; init; }

    public required Measurements Measurements { get; init; }

    public required OwnGenerator OwnGenerator { get; init; }

    public required ServerLauncher Launcher { get; init; }

    public required Progress Progress { get; init; }

    public required Limits Limits { get; init; }

    public required CancellationToken Cancellation { get; init; }

    /// <summary>Some targets are looser where the actors are Akka.NET's.</summary>
    public required bool OnAkka { get; init; }
}
