using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace HttpActors.Supervisor;

/// <summary>Builds the commands, runs the one that was asked for, and turns mistakes into one line each.</summary>
internal static class CommandLine
{
    internal const string ToolName = "httpactors";

    // A directory may be called @backup; nobody expects that to be read as a file of arguments.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = CreateRoot(args, output, error).Parse(args, Configuration);
        if (parsed.Action is ParseErrorAction || FirstUnknownOption(parsed) is not null)
        {
            await error.WriteLineAsync($"{ToolName}: {Describe(parsed)}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        // Signals are the host's business: the library's own handling would end the process in mid-drain.
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (UsageException mistake)
        {
            await error.WriteLineAsync($"{ToolName}: {mistake.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
    }

    /// <summary>
    /// Only the command that is named first is built where there is one: a server that starts in milliseconds cannot pay
    /// for the options of all the others.
    /// </summary>
    private static RootCommand CreateRoot(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Hosts HTTP services on actors: every connection is one.") { HelpName = ToolName };
        root.Directives.Clear();
        var named = args.Length == 0 ? null : CommandTable.Find(args[0]);
        foreach (var entry in named is null ? CommandTable.All : [named])
            root.Subcommands.Add(entry.Create(output, error));
        HelpWithExamples.Install(root);
        return root;
    }

    private static string Describe(ParseResult parsed)
    {
        var problem = (FirstUnknownOption(parsed) ?? parsed.UnmatchedTokens.FirstOrDefault()) is { } word
            ? Unknown(parsed, word)
            : parsed.CommandResult.Command is { Subcommands.Count: > 0 } parent
                ? $"a command is missing: one of {string.Join(", ", parent.Subcommands.Select(c => c.Name))}"
                : Describe(parsed.Errors[0]);
        return $"{problem}{(problem.EndsWith('?') ? " See" : "; see")} '{PathOf(parsed)} --help'";
    }

    private static string Describe(ParseError error) => error.SymbolResult is OptionResult { Tokens.Count: 0 } option
        ? $"{option.Option.Name} needs a value"
        : error.SymbolResult is ArgumentResult { Tokens.Count: 0 } argument ? $"{argument.Argument.Name} is missing ({argument.Argument.Description})"
        : error.Message.TrimEnd('.');

    private static string Unknown(ParseResult parsed, string word)
    {
        var command = parsed.CommandResult.Command;
        var isOption = word.StartsWith('-');
        var candidates = isOption ? OptionNames(parsed) : command.Subcommands.Select(c => c.Name);
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        return NearestWord.Find(word.Split('=')[0], candidates) is { } meant
            ? $"unknown {kind} '{word}'; did you mean '{meant}'?"
            : $"unknown {kind} '{word}'";
    }

    /// <summary>An option that does not exist is taken for the directory of <c>serve</c> by the parser; nobody means that.</summary>
    private static string? FirstUnknownOption(ParseResult parsed) => parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)
        ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .FirstOrDefault(word => word.Length > 1 && word[0] == '-');

    private static IEnumerable<string> OptionNames(ParseResult parsed) => parsed.CommandResult.Command.Options
        .Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive))
        .SelectMany(o => o.Aliases.Append(o.Name));

    private static string PathOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand
        ? ToolName
        : string.Join(' ', Names(parsed.CommandResult).Reverse().Prepend(ToolName));

    private static IEnumerable<string> Names(SymbolResult? result)
    {
        for (; result is CommandResult { Command: not RootCommand } command; result = command.Parent)
            yield return command.Command.Name;
    }
}
