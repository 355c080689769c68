using System.Globalization;

namespace HttpActors.Bench.Soak.Report;

/// <summary>One thing that has to hold.</summary>
internal sealed record Verdict(string What, bool Holds, string Figures);

/// <summary>What has to hold, with its tolerances.</summary>
internal static class Verdicts
{
    // Of a run, so much is warm-up: code is compiled again, pools and heap grow to what the load needs.
    private const double WarmUpShare = 0.2;

    // A series this short says nothing of growth; the comparison of live bytes does.
    private const int FewestSamples = 12;
    private const double MemoryGrowth = 1.10;
    private const double MemorySlackKilobytes = 4 * 1024;
    private const double LiveGrowth = 1.10;
    private const double LiveSlackBytes = 512 * 1024;

    // Four loop threads may park, and the thread pool keeps its own for a while.
    private const int ThreadSlack = 6;
    private const int DescriptorSlack = 2;

    /// <param name="result">All that was measured.</param>
    public static IReadOnlyList<Verdict> Of(SoakResult result) =>
    [
        new("no error", result.ErrorCount == 0, $"{result.ErrorCount} errors in {result.Requests} requests"),
        new("the server ended in an orderly way", result.OrderlyEnd, result.OrderlyEnd ? "exit code 0" : "it did not"),
        .. OverTime(result),
        AtMost("live managed KB after the load", result.Before.Server.LiveBytes / 1024.0, result.After.Server.LiveBytes / 1024.0, LiveGrowth, LiveSlackBytes / 1024),
        AtMost("threads after the load", result.Before.Threads, result.After.Threads, 1, ThreadSlack),
        AtMost("descriptors after the load", result.Before.Descriptors, result.After.Descriptors, 1, DescriptorSlack),
        AtMost("connections after the load", 0, result.After.Server.Connections, 1, 0),
    ];

    /// <summary>Whether threads and descriptors are back where they were; a thread pool takes its time.</summary>
    public static bool LeavesNothing(SoakSample before, SoakSample after) =>
        after.Threads <= before.Threads + ThreadSlack && after.Descriptors <= before.Descriptors + DescriptorSlack;

    private static IEnumerable<Verdict> OverTime(SoakResult result)
    {
        var samples = result.Samples.Where(sample => sample.Seconds >= result.LoadSeconds * WarmUpShare).ToArray();
        if (samples.Length < FewestSamples)
            return [];
        var first = samples[..(samples.Length / 4)];
        var last = samples[^(samples.Length / 4)..];
        return
        [
            AtMost("resident KB, first to last quarter", Median(first, s => s.ResidentKilobytes), Median(last, s => s.ResidentKilobytes), MemoryGrowth, MemorySlackKilobytes),
            AtMost("threads, first to last quarter", Median(first, s => s.Threads), Median(last, s => s.Threads), 1, ThreadSlack),
            AtMost("descriptors, first to last quarter", Median(first, s => s.Descriptors), Median(last, s => s.Descriptors), 1, result.Connections),
        ];
    }

    private static Verdict AtMost(string what, double before, double after, double factor, double slack)
    {
        var limit = (before * factor) + slack;
        return new Verdict(what, after <= limit, string.Create(CultureInfo.InvariantCulture, $"{before:0} -> {after:0}, at most {limit:0}"));
    }

    private static double Median(IReadOnlyCollection<SoakSample> samples, Func<SoakSample, double> figure) =>
        samples.Select(figure).Order().ElementAt(samples.Count / 2);
}
