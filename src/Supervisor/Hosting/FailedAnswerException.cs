namespace HttpActors.Supervisor.Hosting;

/// <summary>An answer was given, and it counts against its service.</summary>
internal sealed class FailedAnswerException(string message) : Exception(message);
