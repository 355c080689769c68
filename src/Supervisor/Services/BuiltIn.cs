using System.Text;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Echo;
using HttpActors.Supervisor.Files;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Services;

/// <summary>From a service's type to what it runs.</summary>
internal static class BuiltIn
{
    internal static IServiceProgram Create(ServiceConfig config, HttpServiceContext context) => config.Type switch
    {
        "static" => new HandlerProgram(OpenSite(config, context.TimeProvider)),
        "redirect" => new HandlerProgram(new RedirectService(
            config.Section.Text("to"), config.Section.Whole("status"), config.Section.Flag("keepPath")).HandleAsync),
        "echo" => new HandlerProgram(EchoService.HandleAsync),
        "response" => new HandlerProgram(new FixedResponse(
            config.Section.Whole("status"), config.Section.TextMap("headers"), Encoding.UTF8.GetBytes(config.Section.Text("body"))).HandleAsync),
        _ => UserCode.UserProgram.Load(config),
    };

    private static ServiceHandler OpenSite(ServiceConfig config, TimeProvider clock)
    {
        var prefix = config.Section.Text("prefix").TrimEnd('/');
        var options = new StaticFileOptions(config.Section.Flag("spa"), config.Section.Flag("dotFiles"), prefix);
        return new StaticFileService(SiteRoot.Open(config.FullPath("root")), options, clock).HandleAsync;
    }
}
