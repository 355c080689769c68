namespace HttpActors.Bench.Soak.Client;

/// <summary>The server did what it must not do.</summary>
internal sealed class UnexpectedException(string message) : Exception(message);
