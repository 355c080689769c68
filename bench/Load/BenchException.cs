namespace HttpActors.Bench.Load;

/// <summary>Something the user can act on; the message is printed without a stack trace.</summary>
internal sealed class BenchException(string message) : Exception(message);
