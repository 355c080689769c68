using HttpActors.Bench.Load.Measure;

namespace HttpActors.Bench.Load.Report;

/// <summary>What a row found.</summary>
internal sealed record RowResult(string Id, string Title)
{
    public List<Metric> Metrics { get; init; } = [];

    public List<Verdict> Verdicts { get; init; } = [];

    /// <summary>Who is missing and why, and what else bears on the figures.</summary>
    public List<string> Notes { get; init; } = [];

    /// <summary>Carries a series' absentees over into the notes, each reason once.</summary>
    public void Explain(Series series)
    {
        foreach (var (peer, reason) in series.Reasons)
            Note($"{peer}: {reason}");
        if (series.Cut is { } cut)
            Note(cut);
        if (series.Peers.Any())
            Note($"load by {(series.Generator == "own" ? "our own generator" : series.Generator)}");
    }

    public void Note(string text)
    {
        if (!Notes.Contains(text))
            Notes.Add(text);
    }
}
