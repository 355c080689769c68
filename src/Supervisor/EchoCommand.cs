using System.CommandLine;
using HttpActors.Supervisor.Echo;

namespace HttpActors.Supervisor;

/// <summary><c>httpactors echo</c>: shows a client what the server understood.</summary>
internal static class EchoCommand
{
    internal const string Name = "echo";

    internal static Command Create(TextWriter output, TextWriter error)
    {
        var options = new HostOptions();
        var command = new Command(Name, "Answer every request with a JSON object that describes it");
        options.AddTo(command);
        command.SetAction(result => ServiceHost.RunAsync(
            Name, Http.CreateServer(EchoService.HandleAsync), options.Read(result), output, error));
        return command;
    }
}
