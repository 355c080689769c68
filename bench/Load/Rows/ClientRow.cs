using System.Globalization;
using HttpActors.Bench.Load.Generator;
using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

/// <summary>Our client beside SocketsHttpHandler, each a process of its own, against the cheapest server there is.</summary>
internal sealed class ClientRow(string id, int lanes, double cpuLimit, double? rateLimit) : IRow
{
    public const string Sockets = "sockets";
    private static readonly string[] Clients = [PeerNames.Ours, Sockets];
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    public string Id => id;

    public string Title => lanes == 1
        ? "client, one GET at a time: client CPU per request"
        : FormattableString.Invariant($"client, {lanes} concurrent GETs: client CPU per request, requests per second");

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var build = OursBuild.Of("bench/Load.Clients", "HttpActors.Bench.Load.Clients", context.Options, context.Progress, context.Cancellation);
        var server = context.Peers.LastOrDefault(peer => peer.Unavailable is null && peer.Serves(Service.Hello));
        if (build.Missing is not null || server is null)
        {
            result.Note(build.Missing ?? "no server to load");
            return;
        }

        var samples = Clients.ToDictionary(static name => name, static _ => new List<Sample>());
        await using (var running = await context.Launcher.StartAsync(server, Service.Hello, context.Cancellation))
            await MeasureAsync(context, build, running, samples);

        result.Note($"against {server.Name}; sockets is HttpClient on SocketsHttpHandler");
        var cpu = Of(samples, "client CPU per request", "µs", static sample => sample.CpuMicrosecondsPerRequest);
        var rate = Of(samples, "throughput", "requests/s", static sample => sample.RequestsPerSecond);
        result.Metrics.AddRange([cpu, rate]);
        result.Verdicts.Add(Verdict.Ratio(cpu, Sockets, cpuLimit));
        if (rateLimit is { } limit)
            result.Verdicts.Add(Verdict.Ratio(rate, Sockets, limit, atLeast: true));
    }

    private async Task MeasureAsync(
        BenchContext context, OursBuild build, RunningServer server, Dictionary<string, List<Sample>> samples)
    {
        var schedule = context.Schedule;
        for (var round = 1; round <= schedule.SideRounds; round++)
        {
            foreach (var client in Clients)
            {
                if (!schedule.HasTimeFor(schedule.FirstWarmup + schedule.Seconds + 1))
                    return;
                var sample = await RunAsync(context, build, server, client);
                context.Progress.Say(FormattableString.Invariant(
                    $"{Title}, {round}/{schedule.SideRounds} {client}: {sample.RequestsPerSecond:N0} requests/s, {sample.CpuMicrosecondsPerRequest:0.0} µs CPU each"));
                if (sample.IsUsable)
                    samples[client].Add(sample);
                else
                    context.Progress.Say($"{client}: {sample.FirstError}");
            }
        }
    }

    private async Task<Sample> RunAsync(BenchContext context, OursBuild build, RunningServer server, string client)
    {
        var schedule = context.Schedule;
        await using var process = ChildProcess.Start(
            build.File,
            [client, server.Address.ToString(), Text(lanes), Text(schedule.FirstWarmup), Text(schedule.Seconds)]);
        var limit = Grace + TimeSpan.FromSeconds(schedule.FirstWarmup + schedule.Seconds);
        var line = await process.Output.ReadLineAsync(context.Cancellation).AsTask().WaitAsync(limit, context.Cancellation);
        return line is not null
            ? Sample.From(LoadReport.FromJson(line))
            : throw new BenchException($"the client {client} failed: {process.Errors}");
    }

    private Metric Of(Dictionary<string, List<Sample>> samples, string name, string unit, Func<Sample, double> value) =>
        new(FormattableString.Invariant($"{lanes} at a time"), name, unit)
        {
            Values = samples.Where(static pair => pair.Value.Count > 0)
                .ToDictionary(static pair => pair.Key, pair => pair.Value.Select(value).ToArray()),
        };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
