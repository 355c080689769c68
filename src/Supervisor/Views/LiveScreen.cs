using System.Globalization;
using HttpActors.Supervisor.Admin;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HttpActors.Supervisor.Views;

/// <summary>From a frame and the person's choices to a picture, by the room there is; a function.</summary>
internal static class LiveScreen
{
    private const int LinesAroundTheTable = 12;

    internal static IRenderable Render(ViewFrame frame, ViewState state, int width, int height)
    {
        IRenderable body = state.Mode switch
        {
            ViewMode.Tree => Tree(frame, state, width, height),
            ViewMode.Help => Help(),
            _ => ServiceTable.Render(frame, state, width, Math.Max(1, height - LinesAroundTheTable)),
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

    private static Text Tree(ViewFrame frame, ViewState state, int width, int height)
    {
        if (frame.Tree.Length == 0)
            return new Text("\nlooking ...", new Style(Color.Grey));
        var lines = frame.Tree.Split('\n');
        var room = Math.Max(1, height - 6);
        return new Text(string.Join('\n', lines.Skip(Math.Min(state.Scroll, Math.Max(0, lines.Length - 2))).Take(room).Select(line => Cut(line, width))));
    }

    private static Rows Errors(ViewFrame frame, int width, int height)
    {
        var lines = frame.Status.Errors.TakeLast(Math.Clamp(height / 6, 1, 5)).ToArray();
        return new Rows(lines.Length == 0
            ? [new Text("no warnings or errors", new Style(Color.Grey))]
            : lines.Select(line => new Text(Cut(width < ServiceTable.WideFrom ? WithoutDate(line) : line, width), new Style(Color.Yellow))));
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

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width - 1)] + "…";
}
