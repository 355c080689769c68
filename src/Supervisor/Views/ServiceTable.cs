using System.Globalization;
using HttpActors.Supervisor.Admin;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HttpActors.Supervisor.Views;

/// <summary>One row a service; the narrower the screen, the fewer columns, down to what an operator looks at first.</summary>
internal static class ServiceTable
{
    /// <summary>From here on there is room for everything, under its whole name.</summary>
    internal const int WideFrom = 150;

    private static readonly Column[] Columns =
    [
        new("up", "up", 60, (service, _) => StatusReader.Span(service.SinceSeconds)),
        new("restarts", "rst", 80, (service, _) => Count(service.Restarts)),
        new("port", "port", WideFrom, (service, _) => string.Join(',', service.Ports)),
        new("in flight", "fly", 60, (service, _) => Count(service.InFlight)),
        new("req/s", "req/s", 0, (_, traffic) => traffic.PerSecond.ToString("0.0", CultureInfo.InvariantCulture)),
        new("p50", "p50", 80, (_, traffic) => Time(traffic.P50)),
        new("p95", "p95", 60, (_, traffic) => Time(traffic.P95)),
        new("p99", "p99", 80, (_, traffic) => Time(traffic.P99)),
        new("2xx", "2xx", WideFrom, (_, traffic) => Count(traffic.Classes[0])),
        new("3xx", "3xx", WideFrom, (_, traffic) => Count(traffic.Classes[1])),
        new("4xx", "4xx", WideFrom, (_, traffic) => Count(traffic.Classes[2])),
        new("5xx", "5xx", 0, (_, traffic) => Count(traffic.Classes[3])) { IsBad = traffic => traffic.Classes[3] > 0 },
        new("bytes", "bytes", WideFrom, (_, traffic) => Size(traffic.Bytes)),
    ];

    /// <param name="frame">What there is.</param>
    /// <param name="state">What of it is wanted; told which rows there are.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="room">Rows.</param>
    internal static Table Render(ViewFrame frame, ViewState state, int width, int room)
    {
        var shown = Columns.Where(column => width >= column.From).ToArray();
        var table = new Table().Border(TableBorder.Simple).Expand();
        table.AddColumn(new TableColumn("service").Padding(0, 0, 1, 0));
        table.AddColumn(new TableColumn("state").Padding(0, 0, 1, 0).NoWrap());
        foreach (var column in shown)
            table.AddColumn(new TableColumn(width >= WideFrom ? column.Title : column.Short).Padding(0, 0, 1, 0).RightAligned().NoWrap());

        var services = Order(frame, state).ToArray();
        state.Rows = [.. services.Select(service => service.Name)];

        // The marked row stays in sight, however many there are.
        foreach (var service in services.Skip(Math.Max(0, state.Row - room + 1)).Take(room))
        {
            var traffic = TrafficOf(frame, service);
            var name = service.Name == state.Rows[state.Row]
                ? Cell($">{service.Name}", new Style(decoration: Decoration.Bold))
                : Cell($" {service.Name}");
            table.AddRow([name, Cell(StateOf(service), new Style(ColorOf(service.State))), .. shown.Select(column => column.Draw(service, traffic))]);
        }

        return table;
    }

    private static IEnumerable<ServiceStatus> Order(ViewFrame frame, ViewState state)
    {
        var shown = frame.Status.Services.Where(service => service.Name.Contains(state.Filter, StringComparison.OrdinalIgnoreCase));
        return state.SortBy switch
        {
            "state" => shown.OrderBy(service => service.State == "running").ThenBy(service => service.State, StringComparer.Ordinal).ThenBy(service => service.Name, StringComparer.Ordinal),
            "requests" => shown.OrderByDescending(service => TrafficOf(frame, service).PerSecond),
            "latency" => shown.OrderByDescending(service => TrafficOf(frame, service).P95),
            "restarts" => shown.OrderByDescending(service => service.Restarts),
            _ => shown.OrderBy(service => service.Name, StringComparer.Ordinal),
        };
    }

    private static Traffic TrafficOf(ViewFrame frame, ServiceStatus service) => frame.Traffic.GetValueOrDefault(service.Name) ?? Traffic.None;

    private static string StateOf(ServiceStatus service) => service.RetryInSeconds is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{service.State} {seconds:0}s")
        : service.State;

    private static Text Cell(string text, Style? style = null) => new(text, style) { Overflow = Overflow.Ellipsis };

    private static Color ColorOf(string state) => state switch
    {
        "running" => Color.Green,
        "failed" => Color.Red,
        "stopped" => Color.Grey,
        _ => Color.Yellow,
    };

    private static string Time(double seconds) => seconds switch
    {
        double.NaN => "-",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1_000_000:0}µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.0}ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}s"),
    };

    private static string Count(long number) => number switch
    {
        < 100_000 => number.ToString(CultureInfo.InvariantCulture),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1000}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number / 1_000_000}M"),
    };

    private static string Size(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes}"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB"),
    };

    /// <param name="Title">Where there is room.</param>
    /// <param name="Short">Where there is none.</param>
    /// <param name="From">The screen's width from which it is shown.</param>
    /// <param name="Text">What stands in it.</param>
    private sealed record Column(string Title, string Short, int From, Func<ServiceStatus, Traffic, string> Text)
    {
        /// <summary>Whether it is drawn as an alarm; null: never.</summary>
        internal Func<Traffic, bool>? IsBad { get; init; }

        internal IRenderable Draw(ServiceStatus service, Traffic traffic) =>
            Cell(Text(service, traffic), IsBad?.Invoke(traffic) == true ? new Style(Color.Red) : null);
    }
}
