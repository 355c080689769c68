using System.CommandLine;

namespace HttpActors.Supervisor.Commands;

/// <summary><c>httpactors config show [FILE]</c> and <c>config schema</c>.</summary>
internal static class ConfigCommand
{
    internal const string Name = "config";

    internal static Command Create(TextWriter output, TextWriter error)
    {
        var file = FileArgument.Create();
        var show = new Command("show", "Print a configuration with every default and variable filled in") { file };
        show.SetAction(result =>
        {
            if (FileArgument.TryLoad(FileArgument.Read(result, file), error) is not { } config)
                return ExitCodes.Usage;
            output.WriteLine(config.Show());
            return ExitCodes.Clean;
        });
        var schema = new Command("schema", "Print the JSON schema of the configuration, for editors");
        schema.SetAction(_ =>
        {
            output.Write(Config.SchemaWriter.Write());
            return ExitCodes.Clean;
        });
        return new Command(Name, "Look at a configuration") { show, schema };
    }
}
