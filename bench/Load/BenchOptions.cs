using System.Globalization;

namespace HttpActors.Bench.Load;

internal enum GeneratorChoice
{
    Auto,
    Own,
    Wrk,
}

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    public const string Help = """
        Measures HttpActors beside Kestrel, Node, nginx and a C epoll server on this machine.

        Usage: dotnet run -c Release --project bench/Load -- [options]

          --quick                P1-P3, P5 with 1,000 connections and P11; ours and Kestrel; two minutes
          --row ID[,ID]          only these rows: P1-P9, P11, P13, P14
          --peers NAME[,NAME]    only these of ours, ours-pool, kestrel, node, nginx, floor
          --rounds N             rounds A B A B of each measurement, 1..20
          --seconds S            counted seconds of each run, 0.5..30
          --generator NAME       auto (wrk where installed and suited), own or wrk
          --runtime NAME         the actor runtime whose build of ours is measured: embedded or akka
          --ours PATH            another build of httpactors (executable or .dll)
          --library              ours says hello from bench/Load.Handlers, not through the httpactors command
          --no-build             take ours as it was built last
          --out DIR              where the JSON and the plot go, default bench/results
          --check-generators     compares our load generator with wrk and ends
          --plot FILE            draws FILE's plot again and ends
          --help                 this text

        Ends with 0 when it has measured, whatever the verdicts; 1 on a wrong command line; 2 when it cannot measure.
        """;

    public bool Quick { get; init; }

    public IReadOnlyList<string> Rows { get; init; } = [];

    public IReadOnlyList<string> Peers { get; init; } = [];

    public int? Rounds { get; init; }

    public double? Seconds { get; init; }

    public GeneratorChoice Generator { get; init; }

    public string? Runtime { get; init; }

    public string? Ours { get; init; }

    public bool Library { get; init; }

    public bool NoBuild { get; init; }

    public string? Output { get; init; }

    public bool CheckGenerators { get; init; }

    public string? Plot { get; init; }

    public bool ShowHelp { get; init; }

    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var flag = arguments[i];
            options = flag switch
            {
                "--help" or "-h" => options with { ShowHelp = true },
                "--quick" => options with { Quick = true },
                "--library" => options with { Library = true },
                "--no-build" => options with { NoBuild = true },
                "--check-generators" => options with { CheckGenerators = true },
                _ when i + 1 < arguments.Length => options.With(flag, arguments[++i]),
                _ => throw new UsageException($"{flag}: unknown, or its value is missing"),
            };
        }

        return options;
    }

    private BenchOptions With(string flag, string value) => flag switch
    {
        "--row" => this with { Rows = [.. Rows, .. Names(flag, value.ToUpperInvariant(), RowCatalog.Ids)] },
        "--peers" => this with { Peers = [.. Peers, .. Names(flag, value.ToLowerInvariant(), PeerNames.All)] },
        "--rounds" => this with { Rounds = (int)Number(flag, value, 1, 20) },
        "--seconds" => this with { Seconds = Number(flag, value, 0.5, 30) },
        "--generator" => this with { Generator = Enum.Parse<GeneratorChoice>(Names(flag, value, ["auto", "own", "wrk"])[0], ignoreCase: true) },
        "--runtime" => this with { Runtime = Names(flag, value, ["embedded", "akka"])[0] },
        "--ours" => this with { Ours = Existing(flag, value) },
        "--out" => this with { Output = Path.GetFullPath(value) },
        "--plot" => this with { Plot = Existing(flag, value) },
        _ => throw new UsageException($"{flag}: unknown; --help lists the options"),
    };

    private static string[] Names(string flag, string value, IReadOnlyCollection<string> known)
    {
        var names = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wrong = names.FirstOrDefault(name => !known.Contains(name));
        return wrong is null && names.Length > 0
            ? names
            : throw new UsageException($"{flag} {wrong ?? value}: must be one of {string.Join(", ", known)}");
    }

    private static double Number(string flag, string value, double low, double high) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw new UsageException($"{flag} {value}: must be a number from {low} to {high}");

    private static string Existing(string flag, string value) =>
        File.Exists(value) ? Path.GetFullPath(value) : throw new UsageException($"{flag} {value}: no such file");
}
