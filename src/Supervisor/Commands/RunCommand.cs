using System.CommandLine;
using HttpActors.Supervisor.Operations;

namespace HttpActors.Supervisor.Commands;

/// <summary><c>httpactors run [FILE]</c>: everything that a configuration names, until a signal.</summary>
internal static class RunCommand
{
    internal const string Name = "run";

    internal static Command Create(TextWriter output, TextWriter error)
    {
        var file = FileArgument.Create();
        var plain = new Option<bool>("--plain") { Description = "No live view, even on a terminal" };
        var command = new Command(Name, "Run the services of a configuration, supervised") { file, plain };
        command.SetAction(async result =>
        {
            if (FileArgument.TryLoad(FileArgument.Read(result, file), error) is not { } config)
                return ExitCodes.Usage;
            var supervisor = new SupervisorRun(config, output, error) { View = Views.ViewChoice.For(result.GetValue(plain)) };
            return await supervisor.RunAsync().ConfigureAwait(false);
        });
        return command;
    }
}
