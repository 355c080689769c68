using System.Globalization;
using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Report;

/// <summary>What a reader needs to judge the figures; no names of hosts or users.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime, double LoadBefore)
{
    public static Machine Describe() => new(
        Value("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        $"{Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"')}, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}",
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}",
        Load());

    /// <summary>Null, or that something else was running.</summary>
    public string? Warning => LoadBefore > Cores * 0.4
        ? FormattableString.Invariant($"the machine was busy before the run (load {LoadBefore:0.00} on {Cores} cores): figures are not to be trusted")
        : null;

    private static double Load() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;

    private static string? Value(string file, string name, char separator)
    {
        if (!File.Exists(file))
            return null;
        var line = File.ReadLines(file).FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal));
        return line?[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim();
    }
}
