using System.Text;

namespace HttpActors.Bench.Load.Report;

/// <summary>Throughput and p99 over connections, one line a peer, as an SVG drawn from a result.</summary>
internal static class Plot
{
    private const string Style = """
        <style>
          text { font: 12px system-ui, sans-serif; fill: #444; }
          .title { font-size: 14px; font-weight: 600; fill: #222; }
          .grid { stroke: #ddd; }
          polyline { fill: none; stroke-width: 2; }
        </style>
        """;

    private static readonly (string Metric, string Title, bool Logarithmic)[] Panels =
    [
        ("throughput", "Requests per second", false),
        ("p99 latency", "p99 latency, ms", true),
    ];

    /// <summary>Null where the result has no figures over connections.</summary>
    public static string? Draw(ResultFile result)
    {
        var metrics = result.Rows.SelectMany(row => row.Metrics).Where(metric => metric.Connections is not null).ToArray();
        var panels = Panels
            .Select(panel => new PlotPanel(panel.Title, panel.Logarithmic, [.. metrics.Where(metric => metric.Name == panel.Metric)]))
            .Where(panel => !panel.IsEmpty)
            .ToArray();
        if (panels.Length == 0)
            return null;
        var (width, height) = (panels.Length * PlotPanel.Width, PlotPanel.Height + 30);
        var svg = new StringBuilder();
        svg.AppendLine(FormattableString.Invariant(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"));
        svg.AppendLine(Style);
        svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (var i = 0; i < panels.Length; i++)
            panels[i].Draw(svg, i * PlotPanel.Width);
        var caption = FormattableString.Invariant(
            $"hello, kept connections; {result.Machine.Processor}, {result.Machine.Cores} cores shared with the load; {result.StartedUtc:yyyy-MM-dd}");
        svg.AppendLine(FormattableString.Invariant($"<text x=\"20\" y=\"{PlotPanel.Height + 15}\">{Escape(caption)}</text>"));
        return svg.AppendLine("</svg>").ToString();
    }

    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
