namespace HttpActors.Bench.Soak.Server;

/// <summary>What the server says of itself.</summary>
/// <param name="LiveBytes">Managed bytes that the last collection found alive, and what was allocated since.</param>
/// <param name="CommittedBytes">What the collector holds of the system's memory.</param>
/// <param name="Collections">Full collections so far.</param>
/// <param name="Connections">Connections that are open.</param>
/// <param name="HandOffs">How often an event loop was taken away from a blocked thread.</param>
internal sealed record ServerFigures(long LiveBytes, long CommittedBytes, int Collections, int Connections, long HandOffs);
