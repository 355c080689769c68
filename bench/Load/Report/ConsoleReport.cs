namespace HttpActors.Bench.Load.Report;

/// <summary>The result as text: a table for each row, then all verdicts.</summary>
internal sealed class ConsoleReport(TextWriter output)
{
    private const int PeerWidth = 16;
    private const int LabelWidth = 58;

    public void Print(ResultFile result)
    {
        output.WriteLine($"{result.Machine.Processor}, {result.Machine.Cores} cores, {Number(result.Machine.MemoryGigabytes)} GB");
        output.WriteLine($"{result.Machine.System}; {result.Machine.Runtime}; TCP {result.Machine.CongestionControl ?? "of unknown congestion control"}");
        output.WriteLine(result.Settings);
        foreach (var peer in result.Peers)
            output.WriteLine($"  {peer.Name,-8} {peer.Version ?? "left out: " + peer.Unavailable}");
        if (result.Machine.Warning is { } warning)
            output.WriteLine($"WARNING: {warning}");
        foreach (var row in result.Rows)
            PrintRow(row, [.. result.Peers.Select(peer => peer.Name).Union(row.Metrics.SelectMany(metric => metric.Values.Keys))]);
        PrintVerdicts(result.Rows);
    }

    private void PrintRow(RowResult row, IReadOnlyList<string> peers)
    {
        output.WriteLine();
        output.WriteLine($"{row.Id}  {row.Title}");
        var shown = peers.Where(peer => row.Metrics.Exists(metric => metric.Values.ContainsKey(peer))).ToArray();
        if (shown.Length > 0)
            output.WriteLine("  " + "median ±spread (ratio to kestrel)".PadRight(LabelWidth) + string.Concat(shown.Select(peer => peer.PadLeft(PeerWidth))));
        foreach (var metric in row.Metrics)
        {
            var label = $"{metric.Case}: {metric.Name}, {metric.Unit}";
            output.WriteLine("  " + label.PadRight(LabelWidth) + string.Concat(shown.Select(peer => Cell(metric, peer))));
            if (shown.Length > 1 && metric.Values.ContainsKey(PeerNames.Kestrel))
                output.WriteLine("  " + "".PadRight(LabelWidth) + string.Concat(shown.Select(peer => RatioCell(metric, peer))));
        }

        foreach (var note in row.Notes)
            output.WriteLine($"  - {note}");
    }

    private static string Cell(Metric metric, string peer)
    {
        var text = metric.Values.TryGetValue(peer, out var values)
            ? FormattableString.Invariant($"{Number(Statistics.Median(values))} ±{Statistics.Spread(values) * 100:0}%")
            : "-";
        return text.PadLeft(PeerWidth);
    }

    private static string RatioCell(Metric metric, string peer) =>
        (metric.Ratio(peer, PeerNames.Kestrel) is { } ratio ? FormattableString.Invariant($"({ratio:0.00})") : "").PadLeft(PeerWidth);

    private void PrintVerdicts(IEnumerable<RowResult> rows)
    {
        output.WriteLine();
        output.WriteLine($"{"row",-5}{"target",-92}{"limit",10}{"measured",12}  verdict");
        foreach (var row in rows)
        {
            foreach (var verdict in row.Verdicts)
            {
                var limit = FormattableString.Invariant($"{(verdict.AtLeast ? ">=" : "<=")} {verdict.Limit:0.0#} {verdict.Unit}");
                var measured = verdict.Measured is { } value ? FormattableString.Invariant($"{value:0.00} {verdict.Unit}") : "-";
                output.WriteLine($"{row.Id,-5}{verdict.Target,-92}{limit,10}{measured,12}  {Word(verdict.Outcome)}");
            }
        }
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Met => "met",
        Outcome.Missed => "MISSED",
        _ => "not measured",
    };

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => FormattableString.Invariant($"{value:N0}"),
        >= 100 => FormattableString.Invariant($"{value:0}"),
        >= 10 => FormattableString.Invariant($"{value:0.0}"),
        _ => FormattableString.Invariant($"{value:0.00}"),
    };
}
