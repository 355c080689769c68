namespace HttpActors.Supervisor.Client;

/// <param name="Input">What <c>--data @-</c> reads.</param>
/// <param name="Output">Where a body goes that has no file.</param>
/// <param name="Error">Where people are told.</param>
/// <param name="IsErrorTerminal">Whether a line there can be rewritten.</param>
internal sealed record RequestConsole(Func<Stream> Input, Func<Stream> Output, TextWriter Error, bool IsErrorTerminal)
{
    /// <summary>The process's own streams; a writer on a stream of its own stands for standard output itself.</summary>
    internal static RequestConsole For(TextWriter output, TextWriter error) => new(
        Console.OpenStandardInput,
        output is StreamWriter { BaseStream: var stream } ? () => stream : StandardOutput.Open,
        error,
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected);
}
