using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

/// <summary>
/// Resident memory before and after the connections exist. The warm-up before comes first because a runtime takes
/// its compiler's and its heap's share once; no collection is forced, as nobody forces one in service.
/// </summary>
internal sealed class IdleMemoryRow : IRow
{
    private const double SecondsEach = 8;
    private const double EnoughHeld = 0.99;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly Scenario Warmup = new(Service.Hello, 64);

    public string Id => "P5";

    public string Title => "resident memory that an idle keep-alive connection adds";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var count = context.Options.Quick ? 1000 : 10_000;
        var samples = new Dictionary<string, List<double>>();
        if (context.Limits.Refuse(count) is { } reason)
            result.Note(reason);
        else
            await MeasureAsync(context, result, count, samples);
        var metric = new Metric(FormattableString.Invariant($"{count:N0} idle connections"), "memory per connection", "KB")
        {
            Values = samples.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()),
        };
        result.Metrics.Add(metric);
        result.Verdicts.Add(Verdict.Absolute(metric, context.OnAkka ? 4.0 : 2.5));
    }

    private async Task MeasureAsync(BenchContext context, RowResult result, int count, Dictionary<string, List<double>> samples)
    {
        var rounds = new PeerRounds(context, result);
        await rounds.RunAsync(context.Schedule.SideRounds, SecondsEach, async (peer, _) =>
        {
            var kilobytes = await MeasureAsync(context, peer, count);
            samples.GetOrAdd(peer.Name).Add(kilobytes);
            context.Progress.Say(FormattableString.Invariant($"{Id} {count} idle connections, {peer.Name}: {kilobytes:0.00} KB each"));
        });
    }

    private static async Task<double> MeasureAsync(BenchContext context, Peer peer, int count)
    {
        var cancellation = context.Cancellation;
        await using var server = await context.Launcher.StartAsync(peer, Service.Hello, cancellation);
        await context.OwnGenerator.RunAsync(server, Warmup, new LoadTiming(0, context.Schedule.FirstWarmup), cancellation);
        await Task.Delay(Settle, cancellation);
        var before = server.ResidentKilobytes;
        double after = 0;
        var held = await context.OwnGenerator.HoldAsync(
            server,
            count,
            async () =>
            {
                await Task.Delay(Settle, cancellation);
                after = server.ResidentKilobytes;
            },
            cancellation);
        return held >= count * EnoughHeld
            ? (after - before) / held
            : throw new BenchException(FormattableString.Invariant($"closed {count - held} of {count} idle connections within a second"));
    }
}
