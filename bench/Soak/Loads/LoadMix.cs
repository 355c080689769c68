namespace HttpActors.Bench.Soak.Loads;

/// <summary>Which loads there are, and how often each is run.</summary>
internal static class LoadMix
{
    /// <summary>Loads that end as fast as the server answers.</summary>
    public static IReadOnlyList<Load> Brisk { get; } =
    [
        new("kept GETs", 30, GetLoads.KeptAsync),
        new("pipelined GETs", 12, GetLoads.PipelinedAsync),
        new("connection churn", 12, GetLoads.ChurnAsync),
        new("no body", 3, GetLoads.NoBodyAsync),
        new("echo", 8, BodyLoads.EchoAsync),
        new("streamed echo", 6, BodyLoads.StreamAsync),
        new("chunked upload", 6, BodyLoads.ChunkedUploadAsync),
        new("chunked download", 6, BodyLoads.ChunkedDownloadAsync),
        new("expect 100", 2, BodyLoads.ExpectContinueAsync),
        new("aborted download", 3, RudeLoads.AbortDownloadAsync),
        new("aborted upload", 2, RudeLoads.AbortUploadAsync),
        new("half-closed", 4, RudeLoads.HalfCloseAsync),
        new("malformed", 4, RudeLoads.MalformedAsync),
        new("blocked handler", 2, HandlerLoads.BlockedAsync),
        new("failed handler", 1, HandlerLoads.FailedAsync),
    ];

    /// <summary>Loads that take their time.</summary>
    public static IReadOnlyList<Load> Lingering { get; } =
    [
        new("idle", 12, SlowLoads.IdleAsync),
        new("slow reader", 2, SlowLoads.SlowReaderAsync),
        new("slow writer", 3, SlowLoads.SlowWriterAsync),
        new("late reader", 1, SlowLoads.LateReaderAsync),
    ];
}
