using System.Diagnostics.Metrics;

namespace HttpActors.Actors.Loops;

/// <summary>
/// The meter <c>HttpActors</c> as far as loops are concerned: <c>httpactors.loop.hand_offs</c> counts how often a loop
/// was taken away from a blocked thread, over all actor systems of the process.
/// </summary>
/// <remarks>It exists from the first hand-off on, so that a server that never needs it does not load what it needs.</remarks>
internal static class LoopMeter
{
    private static readonly Meter Meter = new("HttpActors");
    private static long _handOffs;

    static LoopMeter() => Meter.CreateObservableCounter(
        "httpactors.loop.hand_offs",
        static () => Volatile.Read(ref _handOffs),
        unit: "{hand-off}",
        description: "How often an event loop was taken away from a thread that a handler blocked.");

    public static void CountHandOff() => Interlocked.Increment(ref _handOffs);
}
