using System.Globalization;
using System.Text;
using Akka.Actor;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Admin;

/// <summary>The actors as a tree, as <c>httpactors tree</c> and the live view show it.</summary>
internal sealed class TreeText(Gateway gateway, TimeProvider clock)
{
    /// <summary>Of connections, and of a user's actors below one service; the rest is a number.</summary>
    private const int MostShown = 100;

    private readonly List<(int Depth, string Text)> _lines = [];

    /// <param name="gateway">What runs.</param>
    /// <param name="clock">For how long.</param>
    /// <param name="service">Only this one, with the connections that are at it; null: everything.</param>
    internal static async Task<string> RenderAsync(Gateway gateway, TimeProvider clock, string? service = null) =>
        new TreeText(gateway, clock).Draw(await ActorWalk.OfServicesAsync(gateway).ConfigureAwait(false), service);

    private string Draw(IReadOnlyDictionary<string, IReadOnlyList<ActorPath>> walked, string? only)
    {
        var view = gateway.Now;
        _lines.Add((0, "/user/supervisor"));
        foreach (var listener in view.Listeners)
            AddListener(listener, only);
        foreach (var service in view.Services.Values.Where(service => only is null || service.Config.Name == only))
            AddService(service, walked.GetValueOrDefault(service.Config.Name) ?? []);
        return Draw();
    }

    private void AddListener(RunningListener listener, string? only)
    {
        _lines.Add((1, $"{listener.Actor.Path.Name}  {listener.Url}"));
        var all = listener.Router.Connections.All;
        var shown = all.Where(connection => only is null || connection.Trail?.Slot?.Name == only).ToArray();
        var count = Plural.Of(all.Count, "connection");
        _lines.Add((2, only is null ? $"http  {count}" : string.Create(CultureInfo.InvariantCulture, $"http  {count}, {shown.Length} at {only}")));
        foreach (var connection in shown.Take(MostShown))
            _lines.Add((3, Describe(connection)));
        AddRest(3, shown.Length);
    }

    private string Describe(OpenConnection connection)
    {
        var now = clock.GetUtcNow();
        var doing = connection.Trail is { } trail
            ? $"{AccessLogs.AccessLine.Escape(trail.Request.Method)} {Cut(AccessLogs.AccessLine.Escape(trail.Request.Url))} for {StatusReader.Span((now - trail.StartedAt).TotalSeconds)}, {trail.Slot?.Name ?? "no route"}"
            : "idle";
        return string.Create(CultureInfo.InvariantCulture, $"connection-{connection.Socket.Id}  {connection.Socket.RemoteEndPoint}, open {StatusReader.Span((now - connection.Since).TotalSeconds)}, {doing}");
    }

    private void AddService(RunningService service, IReadOnlyList<ActorPath> walked)
    {
        _lines.Add((1, $"{service.Actor.Path.Name}  {service.Slot.Report.StateName}"));
        if (service.Slot.Report.State is ServiceState.Starting or ServiceState.Running or ServiceState.Draining or ServiceState.Stopping)
            _lines.Add((2, string.Create(CultureInfo.InvariantCulture, $"run-{service.Slot.Run}  {service.Config.Type}, {service.Slot.InFlight} in flight")));
        if (!service.Slot.HasActor)
            return;
        _lines.Add((3, "actor"));
        var depth = service.Actor.Path.Elements.Count + 2;
        foreach (var path in walked.Take(MostShown))
            _lines.Add((3 + path.Elements.Count - depth, path.Name));
        AddRest(4, walked.Count);
    }

    private void AddRest(int depth, int count)
    {
        if (count > MostShown)
            _lines.Add((depth, string.Create(CultureInfo.InvariantCulture, $"… and {count - MostShown} more")));
    }

    private string Draw()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _lines.Count; i++)
        {
            for (var level = 1; level < _lines[i].Depth; level++)
                text.Append(HasMore(i, level) ? "│  " : "   ");
            if (_lines[i].Depth > 0)
                text.Append(HasMore(i, _lines[i].Depth) ? "├─ " : "└─ ");
            text.Append(_lines[i].Text).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Whether another branch of this level follows before the tree falls back below it.</summary>
    private bool HasMore(int from, int level)
    {
        for (var i = from + 1; i < _lines.Count && _lines[i].Depth >= level; i++)
        {
            if (_lines[i].Depth == level)
                return true;
        }

        return false;
    }

    private static string Cut(string url) => url.Length <= 60 ? url : url[..59] + "…";
}
