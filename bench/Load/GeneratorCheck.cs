using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Rows;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load;

/// <summary>Loads the same servers with wrk and with our own generator in turn: both must find the same.</summary>
internal sealed class GeneratorCheck(BenchContext context, GeneratorSet generators)
{
    private const double Tolerance = 0.10;
    private static readonly string[] Names = [PeerNames.Kestrel, PeerNames.Floor];

    public async Task<bool> RunAsync(TextWriter output)
    {
        var wrk = generators.Wrk ?? throw new BenchException("wrk is not installed: nothing to compare with");
        ILoadGenerator[] both = [generators.Own, wrk];
        var agree = true;
        foreach (var peer in context.Peers.Where(peer => Names.Contains(peer.Name) && peer.Unavailable is null))
        {
            await using var server = await context.Launcher.StartAsync(peer, Service.Hello, context.Cancellation);
            foreach (var scenario in (Scenario[])[Scenarios.Plain, Scenarios.Plain with { Pipeline = 16 }])
                agree &= await CompareAsync(output, server, scenario, both);
        }

        output.WriteLine(agree ? "the generators agree within 10 %" : "the generators differ by more than 10 %");
        return agree;
    }

    private async Task<bool> CompareAsync(TextWriter output, RunningServer server, Scenario scenario, ILoadGenerator[] both)
    {
        var schedule = context.Schedule;
        var samples = both.ToDictionary(generator => generator, _ => new List<Sample>());
        await generators.Own.RunAsync(server, scenario, new LoadTiming(0, schedule.FirstWarmup), context.Cancellation);
        for (var round = 1; round <= schedule.MainRounds; round++)
        {
            foreach (var generator in both)
            {
                var timing = new LoadTiming(schedule.RoundWarmup, schedule.Seconds);
                var sample = await generator.RunAsync(server, scenario, timing, context.Cancellation);
                samples[generator].Add(sample);
                context.Progress.Say(FormattableString.Invariant(
                    $"{server.Peer.Name}, {scenario}, {generator.Name}: {sample.RequestsPerSecond:N0} requests/s, {sample.CpuMicrosecondsPerRequest:0.00} µs"));
            }
        }

        var rate = Compare("requests/s", sample => sample.RequestsPerSecond);
        var cpu = Compare("CPU µs", sample => sample.CpuMicrosecondsPerRequest);
        return rate & cpu;

        bool Compare(string name, Func<Sample, double> value)
        {
            var own = Statistics.Median([.. samples[both[0]].Select(value)]);
            var other = Statistics.Median([.. samples[both[1]].Select(value)]);
            output.WriteLine(FormattableString.Invariant(
                $"{server.Peer.Name,-8} {scenario,-40} {name,-10} own {own,12:N2}  wrk {other,12:N2}  own/wrk {own / other:0.00}"));
            return Math.Abs(own / other - 1) <= Tolerance;
        }
    }
}
