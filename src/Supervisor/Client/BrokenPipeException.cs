namespace HttpActors.Supervisor.Client;

/// <summary>Whoever read our standard output has enough: the end, and no error.</summary>
internal sealed class BrokenPipeException : Exception;
