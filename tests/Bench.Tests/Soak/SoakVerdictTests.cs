using HttpActors.Bench.Soak.Report;
using HttpActors.Bench.Soak.Server;

namespace HttpActors.Bench.Tests.Soak;

public sealed class SoakVerdictTests
{
    private const int Samples = 100;
    private static readonly SoakSample Quiet = Sample(0, 60_000, 20, 30, 0);

    [Fact]
    public void AFlatRunPasses() => Assert.Empty(Failures(Result()));

    [Fact]
    public void AnErrorFails() => Assert.Equal(["no error"], Failures(Result() with { ErrorCount = 1 }));

    [Fact]
    public void MemoryThatGrowsFails() => Assert.Equal(
        ["resident KB, first to last quarter"],
        Failures(Result() with { Samples = [.. Series(at => Sample(at, 60_000 + (at * 300), 20, 30, 64))] }));

    [Fact]
    public void MemoryThatGrowsWhileWarmingUpPasses() => Assert.Empty(
        Failures(Result() with { Samples = [.. Series(at => Sample(at, at < 20 ? 30_000 : 60_000, 20, 30, 64))] }));

    [Fact]
    public void ThreadsThatGrowFail() => Assert.Equal(
        ["threads, first to last quarter"],
        Failures(Result() with { Samples = [.. Series(at => Sample(at, 60_000, 20 + (at / 5), 30, 64))] }));

    [Fact]
    public void WhatIsLeftBehindFails() => Assert.Equal(
        ["live managed KB after the load", "threads after the load", "descriptors after the load", "connections after the load"],
        Failures(Result() with { After = Sample(0, 60_000, 27, 33, 1) with { Server = new ServerFigures(9_000_000, 0, 0, 1, 0) } }));

    [Fact]
    public void ANumberOfSamplesThatSaysNothingIsNotJudged() => Assert.DoesNotContain(
        Result() with { Samples = [Quiet, Quiet] } is var result ? result.Verdicts : [],
        verdict => verdict.What.Contains("quarter", StringComparison.Ordinal));

    private static IEnumerable<string> Failures(SoakResult result) =>
        result.Verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.What);

    private static IEnumerable<SoakSample> Series(Func<int, SoakSample> sample) => Enumerable.Range(0, Samples).Select(sample);

    private static SoakSample Sample(int seconds, double kilobytes, int threads, int descriptors, int connections) =>
        new(seconds, 0, 0, kilobytes, threads, descriptors, 0, new ServerFigures(1_000_000, 0, 0, connections, 0));

    private static SoakResult Result() => new()
    {
        Started = DateTimeOffset.UnixEpoch,
        Runtime = "",
        Transport = "",
        Seed = 1,
        Rate = 1,
        Connections = 1,
        LoadSeconds = Samples,
        Requests = 1,
        ErrorCount = 0,
        Errors = [],
        Runs = new Dictionary<string, long>(),
        Before = Quiet,
        After = Quiet,
        Samples = [.. Series(at => Sample(at, 60_000, 20, 30, 64))],
        OrderlyEnd = true,
        ServerCpuPercent = 1,
        LoadCpuPercent = 1,
    };
}
