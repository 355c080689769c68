using System.Globalization;
using System.Text.RegularExpressions;
using HttpActors.Bench.Load.Generator;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Measure;

/// <summary>wrk, where it is installed. It has no warm-up of its own, so one run of it is thrown away.</summary>
internal sealed partial class WrkGenerator(string file, int threads, WorkDirectory work) : ILoadGenerator
{
    private const string Pipelined = """
        init = function(args)
          local requests = {}
          for i = 1, tonumber(args[1]) do requests[i] = wrk.format("GET") end
          batch = table.concat(requests)
        end
        request = function() return batch end
        """;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    public string Name => "wrk";

    public async Task<Sample> RunAsync(RunningServer server, Scenario scenario, LoadTiming timing, CancellationToken cancellation)
    {
        if (timing.Warmup >= 1)
            await RunOnceAsync(server, scenario, (int)Math.Ceiling(timing.Warmup), cancellation);
        return await RunOnceAsync(server, scenario, (int)Math.Ceiling(timing.Seconds), cancellation);
    }

    private async Task<Sample> RunOnceAsync(RunningServer server, Scenario scenario, int seconds, CancellationToken cancellation)
    {
        var processes = server.Processes;
        var before = ProcessFacts.CpuSeconds(processes);
        await using var process = ChildProcess.Start(file, Arguments(server, scenario, seconds));
        var limit = Grace + TimeSpan.FromSeconds(seconds);
        var text = await process.Output.ReadToEndAsync(cancellation).WaitAsync(limit, cancellation);
        var cpu = ProcessFacts.CpuSeconds(processes) - before;
        await process.Exited.WaitAsync(limit, cancellation);
        return process.ExitCode == 0 ? Read(text, cpu) : throw new BenchException($"wrk failed: {process.Errors}");
    }

    private List<string> Arguments(RunningServer server, Scenario scenario, int seconds)
    {
        var url = $"http://{server.Address}{server.Path}";
        List<string> arguments =
        [
            FormattableString.Invariant($"-t{threads}"),
            FormattableString.Invariant($"-c{scenario.Connections}"),
            FormattableString.Invariant($"-d{seconds}s"),
            "--latency",
        ];
        if (scenario.Pipeline == 1)
            return [.. arguments, url];
        var script = work["pipeline.lua"];
        File.WriteAllText(script, Pipelined);
        return [.. arguments, "-s", script, url, "--", scenario.Pipeline.ToString(CultureInfo.InvariantCulture)];
    }

    private static Sample Read(string text, double cpu)
    {
        var total = TotalLine().Match(text);
        if (!total.Success)
            throw new BenchException("wrk printed something else than expected");
        var failures = ErrorCounts().Matches(text).Sum(match => Whole(match.Groups[1].Value));
        return new Sample
        {
            Requests = Whole(total.Groups[1].Value),
            Seconds = Number(total.Groups[2].Value) * (total.Groups[3].Value == "m" ? 60 : 1),
            CpuSeconds = cpu,
            P50 = Latency(text, "50"),
            P99 = Latency(text, "99"),
            Errors = failures,
            FirstError = failures > 0 ? "counted by wrk" : null,
        };
    }

    private static double Latency(string text, string percent)
    {
        var match = LatencyLines().Matches(text).FirstOrDefault(line => line.Groups[1].Value == percent);
        if (match is null)
            return 0;
        var scale = match.Groups[3].Value switch { "us" => 0.001, "ms" => 1, "s" => 1000, _ => 60_000.0 };
        return Number(match.Groups[2].Value) * scale;
    }

    private static long Whole(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static double Number(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) requests in ([\d.]+)([sm])")]
    private static partial Regex TotalLine();

    [GeneratedRegex(@"^\s+(\d+)%\s+([\d.]+)(us|ms|s|m)$", RegexOptions.Multiline)]
    private static partial Regex LatencyLines();

    [GeneratedRegex(@"(?:connect|read|write|timeout|responses:) (\d+)")]
    private static partial Regex ErrorCounts();
}
