using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using HttpActors.Supervisor.Client;

namespace HttpActors.Supervisor;

/// <summary>The library's help, followed by a line to copy for each command.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        var command = parseResult.CommandResult;
        var path = string.Join(' ', Path(command).Reverse());
        foreach (var (line, effect) in CommandTable.All.SelectMany(entry => entry.Examples))
        {
            if (line == path || line.StartsWith(path + " ", StringComparison.Ordinal) || path.Length == 0)
                output.WriteLine($"  {$"{CommandLine.ToolName} {line}",-53} {effect}");
        }

        output.WriteLine();
        var isRequest = path is RequestCommands.GetName or RequestCommands.RequestName;
        if (isRequest || path.Length == 0)
            output.WriteLine(isRequest ? RequestExit.Help : $"get and request: {RequestExit.Help}");
        if (isRequest)
            return ExitCodes.Clean;
        output.WriteLine($"Exit codes: {ExitCodes.Clean} ended as asked, {ExitCodes.Usage} wrong usage, "
            + $"{ExitCodes.CannotBind} cannot listen there, {ExitCodes.ServiceFailed} the service failed.");
        return ExitCodes.Clean;
    }

    private static IEnumerable<string> Path(SymbolResult? result)
    {
        for (; result is CommandResult { Command: not RootCommand } command; result = command.Parent)
            yield return command.Command.Name;
    }

    internal static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        if (option.Action is HelpAction standard)
            option.Action = new HelpWithExamples(standard);
    }
}
