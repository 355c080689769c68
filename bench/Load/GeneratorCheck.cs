using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Rows;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load;

/// <summary>
/// Loads the same servers with wrk and with our own generator in turn. Both must find the same CPU per request.
/// They must find the same throughput where the server is what limits it: a server of one thread that is busy all
/// the time. Elsewhere throughput tells the generators' own cost, and wrk's is the higher.
/// </summary>
internal sealed class GeneratorCheck(BenchContext context, GeneratorSet generators, TextWriter output)
{
    private const double Tolerance = 0.10;
    private const double BusyShare = 0.93;
    public static readonly IReadOnlyList<string> Peers = [PeerNames.Kestrel, PeerNames.Node, PeerNames.Floor];
    private static readonly string[] OneThread = [PeerNames.Node, PeerNames.Floor];

    public async Task RunAsync()
    {
        var wrk = generators.Wrk ?? throw new BenchException("wrk is not installed: nothing to compare with");
        var agree = true;
        foreach (var peer in context.Peers.Where(peer => peer.Unavailable is null))
        {
            await using var server = await context.Launcher.StartAsync(peer, Service.Hello, context.Cancellation);
            foreach (var scenario in (Scenario[])[Scenarios.Plain, Scenarios.Plain with { Pipeline = 16 }])
            {
                await generators.Own.RunAsync(server, scenario, new LoadTiming(0, context.Schedule.FirstWarmup), context.Cancellation);
                agree &= Compare(peer, scenario, await SampleAsync(server, scenario, wrk));
            }
        }

        output.WriteLine(agree ? "the generators agree within 10 %" : "the generators differ by more than 10 %");
    }

    private async Task<(List<Sample> Own, List<Sample> Wrk)> SampleAsync(RunningServer server, Scenario scenario, WrkGenerator wrk)
    {
        var timing = new LoadTiming(context.Schedule.RoundWarmup, context.Schedule.Seconds);
        var (own, other) = (new List<Sample>(), new List<Sample>());
        for (var round = 1; round <= context.Schedule.MainRounds; round++)
        {
            own.Add(await generators.Own.RunAsync(server, scenario, timing, context.Cancellation));
            other.Add(await wrk.RunAsync(server, scenario, timing, context.Cancellation));
            context.Progress.Say($"{server.Peer.Name}, {scenario}: own {Text(own[^1])}; wrk {Text(other[^1])}");
        }

        return (own, other);
    }

    private bool Compare(Peer peer, Scenario scenario, (List<Sample> Own, List<Sample> Wrk) samples)
    {
        var saturated = OneThread.Contains(peer.Name) && IsBusy(samples.Own) && IsBusy(samples.Wrk);
        var cpu = Print("CPU µs", sample => sample.CpuMicrosecondsPerRequest, "");
        var rate = Print("requests/s", sample => sample.RequestsPerSecond, saturated ? "" : "the server was not the limit");
        return cpu && (rate || !saturated);

        bool Print(string name, Func<Sample, double> value, string note)
        {
            var (own, wrk) = (Median(samples.Own, value), Median(samples.Wrk, value));
            output.WriteLine(FormattableString.Invariant(
                $"{peer.Name,-8} {scenario,-40} {name,-10} own {own,12:N2}  wrk {wrk,12:N2}  own/wrk {own / wrk:0.00}  {note}"));
            return Math.Abs(own / wrk - 1) <= Tolerance;
        }
    }

    private static string Text(Sample sample) =>
        FormattableString.Invariant($"{sample.RequestsPerSecond:N0}/s, {sample.CpuMicrosecondsPerRequest:0.00} µs");

    private static bool IsBusy(List<Sample> samples) => Median(samples, sample => sample.CpuSeconds / sample.Seconds) >= BusyShare;

    private static double Median(List<Sample> samples, Func<Sample, double> value) => Statistics.Median([.. samples.Select(value)]);
}
