using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Metrics;

namespace HttpActors.Supervisor.Admin;

/// <param name="Pid">The process.</param>
/// <param name="Config">The configuration file.</param>
/// <param name="UptimeSeconds">Since it was started.</param>
/// <param name="Listeners">Where it listens.</param>
/// <param name="Services">What it runs.</param>
/// <param name="Errors">The last warnings and errors, oldest first.</param>
internal sealed record StatusSnapshot(
    int Pid,
    string Config,
    double UptimeSeconds,
    IReadOnlyList<ListenerStatus> Listeners,
    IReadOnlyList<ServiceStatus> Services,
    IReadOnlyList<string> Errors);

/// <param name="Url">With the port that was really bound.</param>
/// <param name="Connections">Open now, idle ones included.</param>
/// <param name="Services">That are routed there.</param>
internal sealed record ListenerStatus(string Url, int Connections, IReadOnlyList<string> Services);

/// <param name="Name">Its name in the configuration.</param>
/// <param name="Type">What kind of service it is.</param>
/// <param name="State">Its word: running, backing-off, failed, and so on.</param>
/// <param name="SinceSeconds">How long it has been in that state.</param>
/// <param name="Restarts">Since the supervisor was started or a person restarted it.</param>
/// <param name="LastError">Why it failed last; null: it never did.</param>
/// <param name="RetryInSeconds">When it is started again; null where that is not known.</param>
/// <param name="InFlight">Requests under way.</param>
/// <param name="Requests">Requests answered since the supervisor was started.</param>
/// <param name="Ports">Where it is reached.</param>
internal sealed record ServiceStatus(
    string Name,
    string Type,
    string State,
    double SinceSeconds,
    int Restarts,
    string? LastError,
    double? RetryInSeconds,
    int InFlight,
    long Requests,
    IReadOnlyList<int> Ports);

[JsonSerializable(typeof(StatusSnapshot))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class StatusJson : JsonSerializerContext;

/// <summary>Looks at everything at once; asks no actor, so that it works whatever the actors are doing.</summary>
internal sealed class StatusReader(Gateway gateway, SupervisorLog log, MetricsCollector metrics, TimeProvider clock)
{
    private readonly DateTimeOffset _started = clock.GetUtcNow();

    internal StatusSnapshot Read()
    {
        var now = clock.GetUtcNow();
        var view = gateway.Now;
        return new StatusSnapshot(
            Environment.ProcessId,
            gateway.Config?.File ?? "",
            Seconds(now - _started),
            [.. view.Listeners.Select(listener => new ListenerStatus(
                listener.Url, listener.Server.ConnectionCount, [.. listener.Config.Routes.Select(route => route.Service).Distinct()]))],
            [.. view.Services.Values.Select(service => Describe(service, view, now))],
            [.. log.Recent.TakeLast(10).Select(line => line.ToString())]);
    }

    internal static string Json(StatusSnapshot status) => JsonSerializer.Serialize(status, StatusJson.Default.StatusSnapshot) + "\n";

    /// <summary>For people: one line for each service.</summary>
    internal static string Text(StatusSnapshot status)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"pid {status.Pid}, up {Span(status.UptimeSeconds)}, {status.Config}\n");
        foreach (var listener in status.Listeners)
            text.Append(CultureInfo.InvariantCulture, $"{listener.Url}  {Plural.Of(listener.Connections, "connection")}\n");
        var width = Math.Max(7, status.Services.Select(service => service.Name.Length).DefaultIfEmpty().Max());
        text.Append(CultureInfo.InvariantCulture, $"{"SERVICE".PadRight(width)}  {"TYPE",-8}  {"STATE",-11}  {"SINCE",8}  {"RESTARTS",8}  {"REQUESTS",9}  LAST ERROR\n");
        foreach (var service in status.Services)
        {
            var retry = service.RetryInSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"(again in {seconds:0.0} s) ") : "";
            text.Append(CultureInfo.InvariantCulture, $"{service.Name.PadRight(width)}  {service.Type,-8}  {service.State,-11}  {Span(service.SinceSeconds),8}  {service.Restarts,8}  {service.Requests,9}  {retry}{service.LastError ?? "-"}\n");
        }

        return text.ToString();
    }

    internal static string Span(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds}s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}m{(int)seconds % 60:00}s"),
        < 86400 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 3600}h{(int)seconds / 60 % 60:00}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 86400)}d{(int)(seconds / 3600) % 24:00}h"),
    };

    private ServiceStatus Describe(RunningService service, Gateway.View view, DateTimeOffset now)
    {
        var report = service.Slot.Report;
        return new ServiceStatus(
            service.Config.Name,
            service.Config.Type,
            report.StateName,
            Seconds(now - report.Since),
            report.Restarts,
            report.LastError,
            report.RetryAt is { } at ? Math.Max(0, Seconds(at - now)) : null,
            service.Slot.InFlight,
            Requests(service.Config.Name),
            [.. view.Listeners.Where(listener => listener.Config.Routes.Any(route => route.Service == service.Config.Name))
                .Select(listener => (listener.EndPoint as System.Net.IPEndPoint)?.Port ?? 0)]);
    }

    private long Requests(string service) => metrics.Find(SupervisorInstruments.Duration)?.All
        .Where(series => series.Tags.Any(tag => tag.Value is string name && name == service))
        .Sum(series => series.Read().Count) ?? 0;

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
