using System.Text.Json;

namespace HttpActors.Bench.Soak.Report;

/// <summary>All that a soak found; written as JSON.</summary>
internal sealed record SoakResult
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public required DateTimeOffset Started { get; init; }

    public required string Runtime { get; init; }

    public required string Transport { get; init; }

    public required int Seed { get; init; }

    public required int Rate { get; init; }

    public required int Connections { get; init; }

    public required double LoadSeconds { get; init; }

    public required long Requests { get; init; }

    public required long ErrorCount { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>How often each load was run to its end.</summary>
    public required IReadOnlyDictionary<string, long> Runs { get; init; }

    /// <summary>Without load, after a warm-up and a full collection.</summary>
    public required SoakSample Before { get; init; }

    /// <summary>Without load, after it and a full collection.</summary>
    public required SoakSample After { get; init; }

    public required IReadOnlyList<SoakSample> Samples { get; init; }

    public required bool OrderlyEnd { get; init; }

    /// <summary>CPU time of the server over the load, in hundredths of a core.</summary>
    public required double ServerCpuPercent { get; init; }

    /// <summary>The same of the process that makes the load.</summary>
    public required double LoadCpuPercent { get; init; }

    public IReadOnlyList<Verdict> Verdicts => Report.Verdicts.Of(this);

    public bool Holds => Verdicts.All(verdict => verdict.Holds);

    public void WriteTo(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            Directory.CreateDirectory(directory);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Format));
    }
}
