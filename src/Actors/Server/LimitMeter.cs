using System.Diagnostics.Metrics;

namespace HttpActors.Actors.Server;

/// <summary>
/// The meter <c>HttpActors</c> as far as limits are concerned: <c>httpactors.server.limit_hits</c> counts how often a
/// limit fired, by its name in <c>httpactors.limit</c>, over all servers of the process.
/// </summary>
/// <remarks>It exists from the first hit on, so that a server that is left in peace does not load what it needs.</remarks>
internal static class LimitMeter
{
    private static readonly Meter Meter = new("HttpActors");

    private static readonly Counter<long> Hits = Meter.CreateCounter<long>(
        "httpactors.server.limit_hits", unit: "{hit}", description: "How often a limit of a server fired.");

    public static void Count(string limit) => Hits.Add(1, new KeyValuePair<string, object?>("httpactors.limit", limit));
}
