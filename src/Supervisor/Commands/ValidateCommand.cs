using System.CommandLine;

namespace HttpActors.Supervisor.Commands;

/// <summary><c>httpactors validate [FILE]</c>: would it run?</summary>
internal static class ValidateCommand
{
    internal const string Name = "validate";

    internal static Command Create(TextWriter output, TextWriter error)
    {
        var file = FileArgument.Create();
        var command = new Command(Name, "Check a configuration and say everything that is wrong with it") { file };
        command.SetAction(result =>
        {
            var name = FileArgument.Read(result, file);
            if (FileArgument.TryLoad(name, error) is not { } config)
                return ExitCodes.Usage;
            output.WriteLine($"{name} is valid: {Plural.Of(config.Listeners.Count, "listener")}, {Plural.Of(config.Services.Count, "service")}");
            return ExitCodes.Clean;
        });
        return command;
    }
}
