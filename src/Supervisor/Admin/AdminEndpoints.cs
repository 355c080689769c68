using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Metrics;

namespace HttpActors.Supervisor.Admin;

/// <summary>
/// For operators and their machines: <c>/livez</c> (this process answers), <c>/readyz</c> (what it is there for works, and
/// it is not about to end), <c>/metrics</c>.
/// </summary>
internal sealed class AdminEndpoints(Gateway gateway, MetricsCollector metrics)
{
    private static readonly string Version = typeof(AdminEndpoints).Assembly.GetName().Version!.ToString(3);

    /// <summary>Set before the listeners close, so that a load balancer looks elsewhere first.</summary>
    internal bool IsStopping { get; set; }

    internal Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            response.SetHeader("Allow", "GET, HEAD");
            return SendAsync(response, 405, "text/plain", "405 Method Not Allowed: use GET or HEAD.\n");
        }

        return request.Url.Split('?')[0] switch
        {
            "/livez" => SendAsync(response, 200, "text/plain", "ok\n"),
            "/readyz" => SendReadinessAsync(response),
            "/metrics" => SendAsync(response, 200, PrometheusText.ContentType, PrometheusText.Write(metrics.Collect(), Version)),
            _ => SendAsync(response, 404, "text/plain", "404 Not Found: there are /livez, /readyz and /metrics.\n"),
        };
    }

    /// <summary>Ready: not stopping, and every service runs or is not essential. One line for each that does not run.</summary>
    private Task SendReadinessAsync(ServerResponse response)
    {
        var down = gateway.Now.Services.Values.Where(service => service.Slot.Report.State is not ServiceState.Running).ToArray();
        var isReady = !IsStopping && !down.Any(service => service.Config.IsEssential);
        var lines = down.Select(service => $"{service.Config.Name}: {service.Slot.Report.StateName}{(service.Config.IsEssential ? " (essential)" : "")}\n");
        var head = IsStopping ? "stopping\n" : isReady ? "ok\n" : "not ready\n";
        return SendAsync(response, isReady ? 200 : 503, "text/plain", head + string.Concat(lines));
    }

    private static Task SendAsync(ServerResponse response, int status, string type, string text)
    {
        response.StatusCode = status;
        response.SetHeader("Content-Type", type);
        response.SetHeader("Cache-Control", "no-store");
        response.End(text);
        return Task.CompletedTask;
    }
}
