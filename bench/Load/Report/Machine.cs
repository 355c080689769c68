using System.Globalization;
using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Report;

/// <summary>What a reader needs to judge the figures; no names of hosts or users.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime, double LoadBefore)
{
    /// <summary>What TCP's pace is made by, for all peers alike: bbr paces by timers, which large bodies pay for even over loopback. Null: not known.</summary>
    public string? CongestionControl { get; init; }

    public static Machine Describe() => new(
        ProcessorName() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        $"{RuntimeInformation.OSDescription}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}",
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}",
        Load())
    {
        CongestionControl = CongestionControlOfSystem(),
    };

    /// <summary>Null, or that something else was running.</summary>
    public string? Warning => LoadBefore > Cores * 0.4
        ? FormattableString.Invariant($"the machine was busy before the run (load {LoadBefore:0.00} on {Cores} cores): figures are not to be trusted")
        : null;

    private static double Load() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string? CongestionControlOfSystem()
    {
        const string Setting = "/proc/sys/net/ipv4/tcp_congestion_control";
        return File.Exists(Setting) ? File.ReadAllText(Setting).Trim() : null;
    }

    private static string? ProcessorName()
    {
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
