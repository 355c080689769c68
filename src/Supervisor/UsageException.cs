namespace HttpActors.Supervisor;

/// <summary>The command cannot run as it was asked to; the message is the one line a person needs.</summary>
internal sealed class UsageException(string message) : Exception(message);
