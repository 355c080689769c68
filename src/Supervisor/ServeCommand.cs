using System.CommandLine;
using HttpActors.Supervisor.Files;

namespace HttpActors.Supervisor;

/// <summary><c>httpactors serve [DIR]</c>: static files.</summary>
internal static class ServeCommand
{
    internal const string Name = "serve";

    internal static Command Create(TextWriter output, TextWriter error)
    {
        var directory = new Argument<string>("DIR")
        {
            Description = "The directory to serve (default the current one)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var singlePage = new Option<bool>("--spa")
        {
            Description = "Answer pages that do not exist with /index.html, for single-page applications",
        };
        var dotFiles = new Option<bool>("--dot-files")
        {
            Description = "Also serve and list names that begin with a dot (/.well-known always is served)",
        };
        var host = new HostOptions();
        var command = new Command(Name, "Serve the files below a directory") { directory, singlePage, dotFiles };
        host.AddTo(command);
        command.SetAction(result =>
        {
            var options = new StaticFileOptions(result.GetValue(singlePage), result.GetValue(dotFiles));
            var service = new StaticFileService(SiteRoot.Open(result.GetValue(directory) ?? "."), options, TimeProvider.System);
            return ServiceHost.RunAsync(Name, Http.CreateServer(service.HandleAsync), host.Read(result), output, error);
        });
        return command;
    }
}
