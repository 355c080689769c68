namespace HttpActors.Bench.Load.Generator;

/// <summary>A run that cannot give a figure; the message is the one line that the user sees.</summary>
internal sealed class GeneratorException(string message) : Exception(message);
