using System.Globalization;
using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Generator;

/// <summary>What /proc says of other processes.</summary>
public static partial class ProcessFacts
{
    private const int ClockTicksPerSecondName = 2;
    private const int HardLimitDescriptors = 7;

    private static readonly double TicksPerSecond = Math.Max(1, (double)SystemConfiguration(ClockTicksPerSecondName));

    /// <summary>User and system time so far, all processes together. A process that has gone counts as 0.</summary>
    public static double CpuSeconds(IEnumerable<int> processes)
    {
        long ticks = 0;
        foreach (var id in processes)
        {
            if (StatFields(id) is { } fields)
                ticks += Parse(fields[11]) + Parse(fields[12]);
        }

        return ticks / TicksPerSecond;
    }

    public static double ResidentKilobytes(IEnumerable<int> processes) => processes.Sum(ResidentKilobytes);

    /// <summary>The process and everything under it: nginx works in children of the process that was started.</summary>
    public static IReadOnlyList<int> Family(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && StatFields(id) is { } fields)
                parents[id] = (int)Parse(fields[1]);
        }

        var family = new List<int> { root };
        for (var i = 0; i < family.Count; i++)
            family.AddRange(parents.Where(pair => pair.Value == family[i]).Select(pair => pair.Key));
        return family;
    }

    /// <summary>The hard limit: the runtime raises the soft one to it when a process starts.</summary>
    public static long DescriptorLimit()
    {
        Span<ulong> limits = stackalloc ulong[2];
        return GetLimit(HardLimitDescriptors, limits) == 0 ? (long)Math.Min(limits[1], long.MaxValue) : 1024;
    }

    private static double ResidentKilobytes(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return Parse(line["VmRSS:".Length..].Replace("kB", null, StringComparison.Ordinal).Trim());
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    // The command's name is in parentheses and may hold spaces and parentheses of its own: fields count from the last one.
    private static string[]? StatFields(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Parse(string digits) => long.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "sysconf")]
    private static partial long SystemConfiguration(int name);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, Span<ulong> limits);
}
