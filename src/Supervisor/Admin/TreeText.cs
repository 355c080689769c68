using System.Globalization;
using System.Text;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Admin;

/// <summary>The actors as a tree, as <c>httpactors tree</c> and the live view show it.</summary>
internal static class TreeText
{
    internal static string Render(Gateway gateway)
    {
        var view = gateway.Now;
        var lines = new List<(int Depth, string Text)> { (0, "/user/supervisor") };
        foreach (var listener in view.Listeners)
        {
            lines.Add((1, $"{listener.Actor.Path.Name}  {listener.Url}"));
            lines.Add((2, string.Create(CultureInfo.InvariantCulture, $"http  {listener.Server.ConnectionCount} connections")));
        }

        foreach (var service in view.Services.Values)
        {
            lines.Add((1, $"{service.Actor.Path.Name}  {service.Slot.Report.StateName}"));
            if (service.Slot.Report.State is ServiceState.Starting or ServiceState.Running or ServiceState.Draining or ServiceState.Stopping)
                lines.Add((2, $"run-{service.Slot.Run}  {service.Config.Type}, {service.Slot.InFlight} in flight"));
            if (service.Slot.HasActor)
                lines.Add((3, "actor"));
        }

        return Draw(lines);
    }

    private static string Draw(List<(int Depth, string Text)> lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            for (var level = 1; level < lines[i].Depth; level++)
                text.Append(HasMore(lines, i, level) ? "│  " : "   ");
            if (lines[i].Depth > 0)
                text.Append(HasMore(lines, i, lines[i].Depth) ? "├─ " : "└─ ");
            text.Append(lines[i].Text).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Whether another branch of this level follows before the tree falls back below it.</summary>
    private static bool HasMore(List<(int Depth, string Text)> lines, int from, int level)
    {
        for (var i = from + 1; i < lines.Count && lines[i].Depth >= level; i++)
        {
            if (lines[i].Depth == level)
                return true;
        }

        return false;
    }
}
