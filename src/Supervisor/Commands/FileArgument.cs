using System.CommandLine;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Commands;

/// <summary>The configuration file as an argument, the same for every command that takes one.</summary>
internal static class FileArgument
{
    internal static Argument<string> Create() => new("FILE")
    {
        Description = $"The configuration (default {ConfigFile.DefaultName})",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal static string Read(ParseResult result, Argument<string> file) => result.GetValue(file) ?? ConfigFile.DefaultName;

    /// <summary>One line for each mistake; the caller exits with <see cref="ExitCodes.Usage"/>.</summary>
    internal static SupervisorConfig? TryLoad(string file, TextWriter error)
    {
        try
        {
            return ConfigFile.Load(file);
        }
        catch (ConfigException mistake)
        {
            foreach (var line in mistake.Message.Split('\n'))
                error.WriteLine($"{CommandLine.ToolName}: {line}");
            return null;
        }
    }
}
