using System.Globalization;
using HttpActors.Bench.Load.Generator;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Measure;

/// <summary>Drives bench/Load.Generator, which runs as a process of its own.</summary>
internal sealed class OwnGenerator(int threads) : ILoadGenerator
{
    private const string Executable = "HttpActors.Bench.Load.Generator";
    private const int SourceAddresses = 8;

    // One address has enough ports for the few kept connections of most rows, not for these.
    private const int ManyConnections = 4096;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(45);

    public string Name => "own";

    public async Task<Sample> RunAsync(RunningServer server, Scenario scenario, LoadTiming timing, CancellationToken cancellation)
    {
        await using var process = Start(Arguments(server, scenario, timing));
        var limit = Grace + TimeSpan.FromSeconds(timing.Warmup + timing.Seconds);
        return Sample.From(LoadReport.FromJson(await ReadLineAsync(process, limit, cancellation)));
    }

    /// <summary>
    /// Has one request answered on each connection, keeps them, calls <paramref name="whileHeld"/> and says how many
    /// were still open after it.
    /// </summary>
    public async Task<int> HoldAsync(RunningServer server, int connections, Func<Task> whileHeld, CancellationToken cancellation)
    {
        var scenario = new Scenario(Service.Hello, connections);
        await using var process = Start([.. Arguments(server, scenario, new LoadTiming(0, 1)), "--hold"]);
        if (await ReadLineAsync(process, Grace, cancellation) != "held")
            throw new BenchException("the load generator did not hold its connections");
        await whileHeld();
        await process.Input.WriteLineAsync();
        await process.Input.FlushAsync(cancellation);
        return LoadReport.FromJson(await ReadLineAsync(process, Grace, cancellation)).Held;
    }

    private static ChildProcess Start(IEnumerable<string> arguments) =>
        ChildProcess.Start(Path.Combine(AppContext.BaseDirectory, Executable), arguments);

    private static async Task<string> ReadLineAsync(ChildProcess process, TimeSpan limit, CancellationToken cancellation)
    {
        var line = await process.Output.ReadLineAsync(cancellation).AsTask().WaitAsync(limit, cancellation);
        if (line is not null)
            return line;
        await process.Exited.WaitAsync(limit, cancellation);
        throw new BenchException($"the load failed: {process.Errors}");
    }

    private List<string> Arguments(RunningServer server, Scenario scenario, LoadTiming timing)
    {
        List<string> arguments =
        [
            "--target", server.Address.ToString(),
            "--path", server.Path,
            "--connections", Text(scenario.Connections),
            "--warmup", Text(timing.Warmup),
            "--duration", Text(timing.Seconds),
            "--watch", string.Join(',', server.Processes),
        ];
        if (scenario.Rate == 0)
            arguments.AddRange(["--threads", Text(threads)]);
        if (scenario.Pipeline > 1)
            arguments.AddRange(["--pipeline", Text(scenario.Pipeline)]);
        if (scenario.Body > 0)
            arguments.AddRange(["--body", Text(scenario.Body)]);
        if (scenario.Close)
            arguments.Add("--close");
        if (scenario.Close || scenario.Connections >= ManyConnections)
            arguments.AddRange(["--sources", Text(SourceAddresses)]);
        if (scenario.Rate > 0)
            arguments.AddRange(["--rate", Text(scenario.Rate)]);
        if (scenario.BlockEvery > 0)
            arguments.AddRange(["--every", Text(scenario.BlockEvery), "--every-path", "/block"]);
        return arguments;
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
