using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Admin;

/// <summary>What the other commands ask of the running instance, as HTTP over its socket.</summary>
internal sealed class ControlEndpoints(Gateway gateway, StatusReader status, Func<Task<string?>> reload)
{
    internal async Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        var (code, text) = (request.Method, request.Url.Split('/')) switch
        {
            ("GET", ["", "status"]) => (200, StatusReader.Text(status.Read())),
            ("GET", ["", "status.json"]) => (200, StatusReader.Json(status.Read())),
            ("GET", ["", "tree"]) => (200, await TreeText.RenderAsync(gateway, TimeProvider.System)),
            ("POST", ["", "reload"]) => await ReloadAsync(),
            ("POST", ["", "services", var name, "drain"]) => await CommandAsync(name, new DrainService(), "is drained and stays down until it is restarted"),
            ("POST", ["", "services", var name, "restart"]) => await CommandAsync(name, new RestartService(), "is restarted"),
            _ => (404, "there is no such command; the versions of the tool and of the running instance may differ\n"),
        };
        response.StatusCode = code;
        response.SetHeader("Content-Type", "text/plain; charset=utf-8");
        response.End(text);
    }

    private async Task<(int Code, string Text)> ReloadAsync() =>
        await reload() is { } problem ? (409, $"refused, the running configuration goes on: {problem}\n") : (200, "reloaded\n");

    private async Task<(int Code, string Text)> CommandAsync(string service, object command, string done)
    {
        if (await gateway.CommandAsync(service, command))
            return (200, $"{service} {done}\n");
        var names = gateway.Now.Services.Keys;
        var meant = NearestWord.Find(service, names);
        return (404, $"there is no service '{service}'; {(meant is null ? $"there are {string.Join(", ", names)}" : $"did you mean '{meant}'?")}\n");
    }
}
