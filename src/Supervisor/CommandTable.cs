using System.CommandLine;
using HttpActors.Supervisor.Client;
using HttpActors.Supervisor.Commands;

namespace HttpActors.Supervisor;

/// <param name="Name">The word on the command line.</param>
/// <param name="Create">Builds the command, with where it writes and where it complains.</param>
/// <param name="Examples">Lines to copy, and what they do.</param>
internal sealed record CommandEntry(
    string Name, Func<TextWriter, TextWriter, Command> Create, params IReadOnlyList<(string Line, string Effect)> Examples)
{
    /// <summary>Whether it runs a server.</summary>
    internal bool Serves { get; init; }
}

/// <summary>Every command of the tool, in the order of the help.</summary>
internal static class CommandTable
{
    internal static IReadOnlyList<CommandEntry> All { get; } =
    [
        new(ServeCommand.Name, ServeCommand.Create, ("serve ./public --listen 127.0.0.1:8080", "the files below ./public, for this machine only")) { Serves = true },
        new(EchoCommand.Name, EchoCommand.Create, ("echo --listen 127.0.0.1:0", "answers requests with what they said, on a free port")) { Serves = true },
        new(HelloCommand.Name, HelloCommand.Create, ("hello --listen *:8080", "Hello, World! on every interface")) { Serves = true },
        new(RequestCommands.GetName, RequestCommands.CreateGet, ("get localhost:8080/file --output file", "downloads; the file appears when it is whole")),
        new(RequestCommands.RequestName, RequestCommands.CreateRequest, ("request POST localhost:8080 --data @-", "sends standard input as it comes")),
        new(RunCommand.Name, RunCommand.Create, ("run httpactors.json", "the services of a configuration, supervised")) { Serves = true },
        new(ValidateCommand.Name, ValidateCommand.Create, ("validate httpactors.json", "everything that is wrong with it, by line")),
        new(ConfigCommand.Name, ConfigCommand.Create,
            ("config show httpactors.json", "with every default"), ("config schema > httpactors.schema.json", "for the completion of editors")),
        new("status", ControlCommands.Status, ("status --json", "what the running instance is doing")),
        new("tree", ControlCommands.Tree, ("tree --config httpactors.json", "its actors")),
        new("drain", ControlCommands.Drain, ("drain api", "the service api finishes its requests and stays down")),
        new("restart", ControlCommands.Restart, ("restart api", "the service api starts anew")),
        new("reload", ControlCommands.Reload, ("reload", "the configuration is read again")),
    ];

    internal static CommandEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);
}
