using System.Text;

namespace HttpActors.Fuzz.Core;

/// <summary>Runs cases of a target until a number of them, a time or a finding ends it.</summary>
internal static class Fuzzer
{
    private const int MostFindings = 20;

    /// <summary>Findings by the number of their case, and how many cases were run.</summary>
    public static (IReadOnlyList<string> Findings, long Cases) Run(FuzzTarget target, ulong seed, long first, long count, TimeSpan most)
    {
        var findings = new List<string>();
        var started = TimeProvider.System.GetTimestamp();
        var done = 0L;
        for (; done < count && findings.Count < MostFindings; done++)
        {
            if (done % 256 == 0 && TimeProvider.System.GetElapsedTime(started) >= most)
            {
                break;
            }

            var octets = target.Make(seed, first + done);
            if (target.Check(octets, first + done) is { } finding)
            {
                findings.Add($"{target.Name} --seed {seed} --first {first + done} --cases 1: {finding}\n    {Escape(octets)}");
            }
        }

        return (findings, done);
    }

    public static string Escape(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        foreach (var b in octets)
        {
            text.Append(b is >= 0x20 and < 0x7F ? ((char)b).ToString() : b == '\r' ? "\\r" : b == '\n' ? "\\n" : $"\\x{b:x2}");
        }

        return text.ToString();
    }
}
