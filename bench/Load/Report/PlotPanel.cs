using System.Text;

namespace HttpActors.Bench.Load.Report;

/// <summary>One diagram: connections to the right on a logarithmic axis, the figure upwards.</summary>
internal sealed class PlotPanel
{
    public const int Width = 460;
    public const int Height = 340;

    private const double Left = 70;
    private const double Right = 20;
    private const double Top = 60;
    private const double Bottom = 40;

    private static readonly Dictionary<string, string> Colours = new()
    {
        [PeerNames.Ours] = "#d1495b",
        [PeerNames.Kestrel] = "#00798c",
        [PeerNames.Node] = "#66a182",
        [PeerNames.Nginx] = "#8d6a9f",
        [PeerNames.Floor] = "#999999",
    };

    private readonly string _title;
    private readonly PlotAxis _x;
    private readonly PlotAxis _y;
    private readonly Dictionary<string, (double X, double Y)[]> _lines;
    private readonly double[] _sizes;

    public PlotPanel(string title, bool logarithmic, IReadOnlyList<Metric> metrics)
    {
        _title = title;
        _lines = PeerNames.All
            .Select(peer => (Peer: peer, Points: Points(metrics, peer)))
            .Where(line => line.Points.Length > 1)
            .ToDictionary(line => line.Peer, line => line.Points);
        var all = _lines.Values.SelectMany(points => points).ToArray();
        _sizes = [.. all.Select(point => point.X).Distinct().Order()];
        _x = PlotAxis.Over(_sizes, Left, Width - Right, logarithmic: true);
        _y = PlotAxis.Over([.. all.Select(point => point.Y)], Height - Bottom, Top, logarithmic);
    }

    public bool IsEmpty => _lines.Count == 0;

    public void Draw(StringBuilder svg, int offset)
    {
        svg.AppendLine(FormattableString.Invariant($"<g transform=\"translate({offset},0)\">"));
        svg.AppendLine(FormattableString.Invariant($"<text class=\"title\" x=\"{Left}\" y=\"24\">{Plot.Escape(_title)}</text>"));
        DrawGrid(svg);
        var legend = Left;
        foreach (var (peer, points) in _lines)
        {
            DrawLine(svg, Colours[peer], points);
            svg.AppendLine(FormattableString.Invariant($"<text x=\"{legend:0}\" y=\"44\" style=\"fill:{Colours[peer]};font-weight:600\">{peer}</text>"));
            legend += 62;
        }

        svg.AppendLine("</g>");
    }

    private static (double X, double Y)[] Points(IEnumerable<Metric> metrics, string peer) =>
    [
        .. metrics
            .Where(metric => metric.Values.ContainsKey(peer))
            .Select(metric => ((double)metric.Connections!.Value, metric.Median(peer)!.Value))
            .OrderBy(point => point.Item1),
    ];

    private void DrawGrid(StringBuilder svg)
    {
        foreach (var tick in _y.Ticks())
        {
            svg.AppendLine(FormattableString.Invariant(
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{_y.At(tick):0.0}\" y2=\"{_y.At(tick):0.0}\"/>"));
            svg.AppendLine(FormattableString.Invariant(
                $"<text x=\"{Left - 8}\" y=\"{_y.At(tick) + 4:0.0}\" text-anchor=\"end\">{PlotAxis.Label(tick)}</text>"));
        }

        foreach (var size in _sizes)
        {
            svg.AppendLine(FormattableString.Invariant(
                $"<text x=\"{_x.At(size):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{size:N0}</text>"));
        }

        svg.AppendLine(FormattableString.Invariant(
            $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">connections</text>"));
    }

    private void DrawLine(StringBuilder svg, string colour, (double X, double Y)[] points)
    {
        var places = points.Select(point => FormattableString.Invariant($"{_x.At(point.X):0.0},{_y.At(point.Y):0.0}")).ToArray();
        svg.AppendLine($"<polyline stroke=\"{colour}\" points=\"{string.Join(' ', places)}\"/>");
        foreach (var place in places)
        {
            var comma = place.IndexOf(',', StringComparison.Ordinal);
            svg.AppendLine($"<circle r=\"3\" fill=\"{colour}\" cx=\"{place[..comma]}\" cy=\"{place[(comma + 1)..]}\"/>");
        }
    }
}
