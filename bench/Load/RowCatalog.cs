using HttpActors.Bench.Load.Rows;

namespace HttpActors.Bench.Load;

/// <summary>The rows there are, in the order in which they run.</summary>
internal static class RowCatalog
{
    private static readonly IRow[] Rows =
    [
        new HelloCpuRow(),
        new HelloThroughputRow(),
        new PipelinedCpuRow(),
        new LatencyRow(),
        new IdleMemoryRow(),
        new BodiesRow(),
        new ChurnRow(),
        new ClientRow("P8", 64, cpuLimit: 0.6, rateLimit: 1.5),
        new ClientRow("P9", 1, cpuLimit: 0.5, rateLimit: null),
        new StartupRow(),
        new GrowthRow(),
        new BlockedHandlerRow(),
    ];

    private static readonly string[] Quick = ["P1", "P2", "P3", "P5", "P11"];

    public static IReadOnlyList<string> Ids => [.. Rows.Select(row => row.Id)];

    public static IReadOnlyList<IRow> Select(BenchOptions options)
    {
        IReadOnlyList<string> wanted = options switch
        {
            { Rows.Count: > 0 } => options.Rows,
            { Quick: true } => Quick,
            _ => Ids,
        };
        return [.. Rows.Where(row => wanted.Contains(row.Id))];
    }
}
