using System.CommandLine;
using HttpActors.Supervisor.Admin;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Commands;

/// <summary>The commands that talk to a running instance.</summary>
internal static class ControlCommands
{
    internal static Command Status(TextWriter output, TextWriter error)
    {
        var json = new Option<bool>("--json") { Description = "For machines" };
        var command = new Command("status", "Show what the running instance is doing") { json };
        SetAction(command, output, error, result => (HttpMethod.Get, result.GetValue(json) ? "/status.json" : "/status"));
        return command;
    }

    internal static Command Tree(TextWriter output, TextWriter error)
    {
        var command = new Command("tree", "Show the actors of the running instance");
        SetAction(command, output, error, _ => (HttpMethod.Get, "/tree"));
        return command;
    }

    internal static Command Reload(TextWriter output, TextWriter error)
    {
        var command = new Command("reload", "Let the running instance read its configuration again");
        SetAction(command, output, error, _ => (HttpMethod.Post, "/reload"));
        return command;
    }

    internal static Command Drain(TextWriter output, TextWriter error) =>
        ForService("drain", "Let a service finish its requests and stay down", output, error);

    internal static Command Restart(TextWriter output, TextWriter error) =>
        ForService("restart", "Let a service finish its requests and start anew", output, error);

    private static Command ForService(string name, string description, TextWriter output, TextWriter error)
    {
        var service = new Argument<string>("SERVICE") { Description = "Its name in the configuration" };
        var command = new Command(name, description) { service };
        SetAction(command, output, error, result => (HttpMethod.Post, $"/services/{Uri.EscapeDataString(result.GetValue(service)!)}/{name}"));
        return command;
    }

    private static void SetAction(Command command, TextWriter output, TextWriter error, Func<ParseResult, (HttpMethod Method, string Path)> ask)
    {
        var config = new Option<string>("--config", "-c")
        {
            Description = $"The configuration of the instance (default {ConfigFile.DefaultName})",
            HelpName = "FILE",
        };
        command.Options.Add(config);
        command.SetAction(async result =>
        {
            var (method, path) = ask(result);
            var (done, text) = await ControlClient.AskAsync(result.GetValue(config) ?? ConfigFile.DefaultName, method, path).ConfigureAwait(false);
            if (done)
                await output.WriteAsync(text).ConfigureAwait(false);
            else
                await error.WriteAsync($"{CommandLine.ToolName}: {text}").ConfigureAwait(false);
            return done ? ExitCodes.Clean : ExitCodes.Usage;
        });
    }
}
