using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Measure;

/// <summary>
/// Runs a scenario against the peers in turn, A B A B, and remembers it. All servers of a scenario are up and warm
/// before the first counted run; those that wait for their turn cost nothing.
/// </summary>
internal sealed class Measurements(
    IReadOnlyList<Peer> peers, GeneratorSet generators, ServerLauncher launcher, Schedule schedule, Progress progress)
{
    private const double SecondsToStart = 1.5;
    private readonly Dictionary<Scenario, Series> _known = [];

    /// <summary>Only <paramref name="names"/>, or every peer where it is empty.</summary>
    public async Task<Series> GetAsync(Scenario scenario, int rounds, CancellationToken cancellation, params string[] names)
    {
        if (_known.TryGetValue(scenario, out var series))
            return series;
        var generator = generators.For(scenario);
        _known[scenario] = series = new Series(scenario, generator.Name);
        var wanted = peers
            .Where(peer => peer.Serves(scenario.Service) && (names.Length == 0 || names.Contains(peer.Name)))
            .ToArray();
        if (!schedule.HasTimeFor(wanted.Length * (SecondsToStart + schedule.FirstWarmup + schedule.RoundWarmup + schedule.Seconds)))
        {
            foreach (var peer in wanted)
                series.Skip(peer.Name, "no time left");
            return series;
        }

        var servers = new List<RunningServer>();
        try
        {
            await StartAsync(wanted, series, servers, cancellation);
            await RunRoundsAsync(generator, servers, series, rounds, cancellation);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }

        return series;
    }

    private async Task StartAsync(IEnumerable<Peer> wanted, Series series, List<RunningServer> servers, CancellationToken cancellation)
    {
        foreach (var peer in wanted)
        {
            await TryAsync(series, peer, async () =>
            {
                var server = await launcher.StartAsync(peer, series.Scenario.Service, cancellation);
                servers.Add(server);
                progress.Say($"{series.Scenario}: warming up {peer.Name}");
                await generators.Own.RunAsync(server, series.Scenario, new LoadTiming(0, schedule.FirstWarmup), cancellation);
            });
        }
    }

    private async Task RunRoundsAsync(
        ILoadGenerator generator, List<RunningServer> servers, Series series, int rounds, CancellationToken cancellation)
    {
        var timing = new LoadTiming(schedule.RoundWarmup, schedule.Seconds);
        for (var round = 1; round <= rounds; round++)
        {
            var active = servers.Where(server => !series.Reasons.ContainsKey(server.Peer.Name)).ToArray();
            if (!schedule.HasTimeFor(active.Length * (timing.Warmup + timing.Seconds + 0.5)))
            {
                series.Cut = FormattableString.Invariant($"{series.Scenario}: {round - 1} of {rounds} rounds, no time left");
                return;
            }

            foreach (var server in active)
            {
                await TryAsync(series, server.Peer, async () =>
                {
                    var sample = await generator.RunAsync(server, series.Scenario, timing, cancellation);
                    series.Add(server.Peer.Name, sample);
                    Report(series, server.Peer, FormattableString.Invariant($"{round}/{rounds}"), sample);
                });
            }
        }
    }

    private void Report(Series series, Peer peer, string round, Sample sample) => progress.Say(FormattableString.Invariant(
        $"{series.Scenario}, {round} {peer.Name}: {sample.RequestsPerSecond:N0} requests/s, ")
        + FormattableString.Invariant($"{sample.CpuMicrosecondsPerRequest:0.00} µs CPU each, p99 {sample.P99:0.00} ms"));

    private async Task TryAsync(Series series, Peer peer, Func<Task> work)
    {
        if (peer.Unavailable is { } reason)
        {
            series.Skip(peer.Name, reason);
            return;
        }

        try
        {
            await work();
        }
        catch (Exception error) when (error is BenchException or TimeoutException or IOException)
        {
            series.Skip(peer.Name, error.Message);
            progress.Say($"{series.Scenario}: {peer.Name} left out: {error.Message}");
        }
    }
}
