using System.Globalization;

namespace HttpActors.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(string Target)
{
    private static readonly string[] Targets = ["requests", "chunks", "responses", "all", "live", "kestrel", "node"];

    public ulong Seed { get; init; } = 1;

    public long First { get; init; }

    public long Cases { get; init; } = 1_000_000;

    /// <summary>When to stop, however many cases are left.</summary>
    public TimeSpan Most { get; init; } = TimeSpan.MaxValue;

    /// <summary>Null when the command line cannot be understood.</summary>
    public static Options? Parse(string[] args)
    {
        if (args.Length == 0 || !Targets.Contains(args[0]) || args.Length % 2 == 0)
        {
            return null;
        }

        var options = new Options(args[0]);
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!long.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number) || number < 0)
            {
                return null;
            }

            switch (args[i])
            {
                case "--seed":
                    options = options with { Seed = (ulong)number };
                    break;
                case "--first":
                    options = options with { First = number };
                    break;
                case "--cases":
                    options = options with { Cases = number };
                    break;
                case "--minutes":
                    options = options with { Most = TimeSpan.FromMinutes(number), Cases = long.MaxValue };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
