using System.Globalization;

namespace HttpActors.Bench.Soak.Report;

/// <summary>What a person reads.</summary>
internal static class Summary
{
    private const int ErrorsShown = 20;

    public static void Write(SoakResult result, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.LoadSeconds:0} s on {result.Transport}, {result.Runtime} runtime, seed {result.Seed}: {result.Requests} requests, {result.After.Server.HandOffs} hand-offs; server {result.ServerCpuPercent:0.0} % and load {result.LoadCpuPercent:0.0} % of a core"));
        output.WriteLine(string.Join(", ", result.Runs.Select(run => $"{run.Key} {run.Value}")));
        foreach (var error in result.Errors.Take(ErrorsShown))
            output.WriteLine($"  ERROR {error}");
        foreach (var verdict in result.Verdicts)
            output.WriteLine($"  {(verdict.Holds ? "ok  " : "FAIL")} {verdict.What}: {verdict.Figures}");
        output.WriteLine(result.Holds ? "soak passed" : "soak FAILED");
    }

    public static string Line(SoakSample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TimeSpan.FromSeconds(sample.Seconds):h\\:mm\\:ss} {sample.Requests} requests, {sample.Errors} errors, {sample.Server.Connections} connections, {sample.ResidentKilobytes / 1024:0.0} MB resident, {sample.Server.LiveBytes / 1048576.0:0.0} MB managed, {sample.Threads} threads, {sample.Descriptors} descriptors, {sample.Server.HandOffs} hand-offs");
}
