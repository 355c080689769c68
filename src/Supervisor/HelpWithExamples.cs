using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HttpActors.Supervisor;

/// <summary>The library's help, followed by a line to copy for each command.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly (string Command, string Example, string Effect)[] Examples =
    [
        (ServeCommand.Name, "serve ./public --listen 127.0.0.1:8080", "the files below ./public, for this machine only"),
        (EchoCommand.Name, "echo --listen 127.0.0.1:0", "answers requests with what they said, on a free port"),
        (HelloCommand.Name, "hello --listen *:8080", "Hello, World! on every interface"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        var command = parseResult.CommandResult.Command;
        foreach (var (name, example, effect) in Examples)
        {
            if (command is RootCommand || command.Name == name)
                output.WriteLine($"  {$"{CommandLine.ToolName} {example}",-53} {effect}");
        }

        output.WriteLine();
        output.WriteLine($"Exit codes: {ExitCodes.Clean} ended cleanly, {ExitCodes.Usage} wrong usage, "
            + $"{ExitCodes.CannotBind} cannot listen there, {ExitCodes.ServiceFailed} the service failed.");
        return ExitCodes.Clean;
    }

    internal static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        if (option.Action is HelpAction standard)
            option.Action = new HelpWithExamples(standard);
    }
}
