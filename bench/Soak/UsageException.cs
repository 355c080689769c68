namespace HttpActors.Bench.Soak;

/// <summary>The command line says what cannot be.</summary>
internal sealed class UsageException(string message) : Exception(message);
