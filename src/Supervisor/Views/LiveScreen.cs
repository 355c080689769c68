using System.Globalization;
using HttpActors.Supervisor.Admin;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HttpActors.Supervisor.Views;

/// <summary>From a frame and the person's choices to a picture, by the room there is; a function.</summary>
internal static class LiveScreen
{
    /// <summary>Below this many columns only what an operator looks at first is shown.</summary>
    internal const int WideFrom = 150;

    private const int LinesAroundTheTable = 12;

    internal static IRenderable Render(ViewFrame frame, ViewState state, int width, int height)
    {
        IRenderable body = state.Mode switch
        {
            ViewMode.Tree => Tree(frame, state, height),
            ViewMode.Help => Help(),
            _ => Services(frame, state, width, height),
        };
        return new Rows(Header(frame, width), body, Errors(frame, width, height), Footer(state, width));
    }

    private static Text Header(ViewFrame frame, int width)
    {
        var status = frame.Status;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"httpactors  pid {status.Pid}  up {StatusReader.Span(status.UptimeSeconds)}  {Plural.Of(status.Listeners.Sum(l => l.Connections), "connection")}  {status.Services.Sum(s => s.InFlight)} in flight  {frame.Traffic.Values.Sum(t => t.PerSecond):0.0} requests/s");
        var listeners = string.Join("  ", status.Listeners.Select(listener => listener.Url));
        return new Text($"{Cut(text, width)}\n{Cut(listeners, width)}", new Style(decoration: Decoration.Bold)) { Overflow = Overflow.Ellipsis };
    }

    private static Table Services(ViewFrame frame, ViewState state, int width, int height)
    {
        var isWide = width >= WideFrom;
        var table = new Table().Border(TableBorder.Simple).Expand();
        table.AddColumn(new TableColumn("service").Padding(0, 0, 1, 0));
        table.AddColumn(new TableColumn("state").Padding(0, 0, 1, 0).NoWrap());
        foreach (var name in isWide
            ? (string[])["up", "restarts", "port", "in flight", "req/s", "p50", "p95", "p99", "2xx", "3xx", "4xx", "5xx", "bytes"]
            : ["up", "rst", "fly", "req/s", "p50", "p95", "p99", "5xx"])
        {
            table.AddColumn(new TableColumn(name).Padding(0, 0, 1, 0).RightAligned().NoWrap());
        }

        var services = Order(frame, state).ToArray();
        state.Rows = [.. services.Select(service => service.Name)];

        // The marked row stays in sight, however many there are.
        var room = Math.Max(1, height - LinesAroundTheTable);
        foreach (var service in services.Skip(Math.Max(0, state.Row - room + 1)).Take(room))
        {
            var isMarked = service.Name == state.Rows[state.Row];
            table.AddRow([.. Cells(service, frame.Traffic.GetValueOrDefault(service.Name) ?? Traffic.None, isWide, isMarked)]);
        }

        return table;
    }

    private static Text Tree(ViewFrame frame, ViewState state, int height)
    {
        if (frame.Tree.Length == 0)
            return new Text("\nlooking ...", new Style(Color.Grey));
        var lines = frame.Tree.Split('\n');
        var room = Math.Max(1, height - 6);
        return new Text(string.Join('\n', lines.Skip(Math.Min(state.Scroll, Math.Max(0, lines.Length - 2))).Take(room))) { Overflow = Overflow.Ellipsis };
    }

    private static IEnumerable<ServiceStatus> Order(ViewFrame frame, ViewState state)
    {
        var shown = frame.Status.Services.Where(service => service.Name.Contains(state.Filter, StringComparison.OrdinalIgnoreCase));
        var traffic = frame.Traffic;
        return state.SortBy switch
        {
            "state" => shown.OrderBy(service => service.State == "running").ThenBy(service => service.State, StringComparer.Ordinal).ThenBy(service => service.Name, StringComparer.Ordinal),
            "requests" => shown.OrderByDescending(service => (traffic.GetValueOrDefault(service.Name) ?? Traffic.None).PerSecond),
            "latency" => shown.OrderByDescending(service => (traffic.GetValueOrDefault(service.Name) ?? Traffic.None).P95),
            "restarts" => shown.OrderByDescending(service => service.Restarts),
            _ => shown.OrderBy(service => service.Name, StringComparer.Ordinal),
        };
    }

    private static IEnumerable<IRenderable> Cells(ServiceStatus service, Traffic traffic, bool isWide, bool isMarked)
    {
        yield return new Text($"{(isMarked ? '>' : ' ')}{service.Name}", new Style(decoration: isMarked ? Decoration.Bold : null)) { Overflow = Overflow.Ellipsis };
        yield return new Text(StateOf(service), new Style(ColorOf(service.State))) { Overflow = Overflow.Ellipsis };
        yield return Plain(StatusReader.Span(service.SinceSeconds));
        yield return Plain(Count(service.Restarts));
        if (isWide)
            yield return Plain(string.Join(',', service.Ports));
        yield return Plain(Count(service.InFlight));
        yield return Plain(traffic.PerSecond.ToString("0.0", CultureInfo.InvariantCulture));
        yield return Plain(Time(traffic.P50));
        yield return Plain(Time(traffic.P95));
        yield return Plain(Time(traffic.P99));
        for (var index = isWide ? 0 : 3; index < 4; index++)
            yield return new Text(Count(traffic.Classes[index]), new Style(index == 3 && traffic.Classes[3] > 0 ? Color.Red : null));
        if (isWide)
            yield return Plain(Size(traffic.Bytes));
    }

    private static string StateOf(ServiceStatus service) => service.RetryInSeconds is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{service.State} {seconds:0}s")
        : service.State;

    private static Rows Errors(ViewFrame frame, int width, int height)
    {
        var lines = frame.Status.Errors.TakeLast(Math.Clamp(height / 6, 1, 5)).ToArray();
        return new Rows(lines.Length == 0
            ? [new Text("no warnings or errors", new Style(Color.Grey))]
            : lines.Select(line => new Text(Cut(width < WideFrom ? WithoutDate(line) : line, width), new Style(Color.Yellow))));
    }

    /// <summary>What is on the screen is of today.</summary>
    private static string WithoutDate(string line) => line.IndexOf('T') is 10 && line.IndexOf('.') is 19 and var end ? line[11..end] + line[24..] : line;

    private static Text Footer(ViewState state, int width) => new(Cut(state.IsTyping
        ? $"filter: {state.Filter}_   Enter keeps it, Esc drops it"
        : state.Mode is ViewMode.Services
            ? $"q quit  ? help  s sort ({state.SortBy})  / filter{(state.Filter.Length > 0 ? $" ({state.Filter})" : "")}  Enter actors of one  t of all"
            : "q quit  Esc back  arrows scroll", width), new Style(Color.Grey));

    private static Text Help() => new("""

          q, Ctrl+C   drain and end
          s           sort by name, state, requests, latency, restarts
          /           show services with these letters in their name
          arrows      mark a service; Enter shows its actors and the connections that are at it
          t           all actors as a tree; arrows scroll
          Esc         back to all services

        Rates and p50, p95, p99 are those of the last ten seconds; status classes and bytes are since the start.
        """);

    private static Text Plain(string text) => new(text) { Overflow = Overflow.Ellipsis };

    private static Color ColorOf(string state) => state switch
    {
        "running" => Color.Green,
        "failed" => Color.Red,
        "stopped" => Color.Grey,
        _ => Color.Yellow,
    };

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width - 1)] + "…";

    internal static string Time(double seconds) => seconds switch
    {
        double.NaN => "-",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1_000_000:0}µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.0}ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}s"),
    };

    internal static string Count(long number) => number switch
    {
        < 100_000 => number.ToString(CultureInfo.InvariantCulture),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1000}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number / 1_000_000}M"),
    };

    internal static string Size(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes}"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB"),
    };
}
