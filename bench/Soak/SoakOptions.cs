using System.Globalization;

namespace HttpActors.Bench.Soak;

/// <summary>The command line.</summary>
internal sealed record SoakOptions
{
    public const string Help = """
        Loads a server of its own with a mix of everything a server meets, checks every answer, and watches memory,
        threads and descriptors.

        Usage: dotnet run -c Release --project bench/Soak -- [options]

          --duration TIME    of the load: 90s, 5m, 2h; default 60s, with --idle-cpu 20s
          --idle-cpu         in place of the load: the server's CPU with 1,000 idle connections, 1,000 paused ones that
                             have bytes waiting and 1,000 half-closed ones; must stay below 1 % of a core
          --rate N           requests a second, 1..100000; default 400, some 10-25 % of a core for both processes
          --connections N    connections at a time, 8..2000; default 64; a quarter brisk, the others slow or idle
          --seed N           of every choice that is made; default 1
          --transport NAME   automatic (event loops where there are any), event-loops or thread-pool
          --sample TIME      between two samples; default a sixtieth of the duration, 1s to 30s
          --report FILE      writes everything as JSON
          --help             this text

        The load itself is the same for the same seed; how its connections interleave is not.
        Ends with 0 when all holds, 1 when something does not, 2 on a wrong command line, 130 when interrupted.
        """;

    private TimeSpan? Chosen { get; init; }

    /// <summary>Of the load, or of the measurement without one.</summary>
    public TimeSpan Duration
    {
        get => Chosen ?? TimeSpan.FromSeconds(IdleCpu ? 20 : 60);
        init => Chosen = value;
    }

    public bool IdleCpu { get; init; }

    public int Rate { get; init; } = 400;

    public int Connections { get; init; } = 64;

    public int Seed { get; init; } = 1;

    public HttpTransport Transport { get; init; }

    public TimeSpan? Sample { get; init; }

    public string? Report { get; init; }

    public bool ShowHelp { get; init; }

    /// <summary>This process is the server of a soak, started by it.</summary>
    public bool Serve { get; init; }

    public TimeSpan SamplePeriod => Sample ?? TimeSpan.FromSeconds(Math.Clamp(Duration.TotalSeconds / 60, 1, 30));

    public static SoakOptions Parse(string[] arguments)
    {
        var options = new SoakOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var flag = arguments[i];
            options = flag switch
            {
                "--help" or "-h" => options with { ShowHelp = true },
                "--idle-cpu" => options with { IdleCpu = true },
                "--serve" => options with { Serve = true },
                _ when i + 1 < arguments.Length => options.With(flag, arguments[++i]),
                _ => throw new UsageException($"{flag}: unknown, or its value is missing; --help lists the options"),
            };
        }

        return options;
    }

    private SoakOptions With(string flag, string value) => flag switch
    {
        "--duration" => this with { Duration = Time(flag, value) },
        "--rate" => this with { Rate = Number(flag, value, 1, 100_000) },
        "--connections" => this with { Connections = Number(flag, value, 8, 2000) },
        "--seed" => this with { Seed = Number(flag, value, 0, int.MaxValue) },
        "--transport" => this with { Transport = TransportOf(flag, value) },
        "--sample" => this with { Sample = Time(flag, value) },
        "--report" => this with { Report = Path.GetFullPath(value) },
        _ => throw new UsageException($"{flag}: unknown; --help lists the options"),
    };

    private static HttpTransport TransportOf(string flag, string value) => value switch
    {
        "automatic" => HttpTransport.Automatic,
        "event-loops" => HttpTransport.EventLoops,
        "thread-pool" => HttpTransport.ThreadPool,
        _ => throw new UsageException($"{flag} {value}: must be automatic, event-loops or thread-pool"),
    };

    private static int Number(string flag, string value, int low, int high) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw new UsageException($"{flag} {value}: must be a number from {low} to {high}");

    private static TimeSpan Time(string flag, string value)
    {
        var unit = value.Length > 0 ? value[^1] : ' ';
        double seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return seconds > 0
            && double.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * seconds is >= 0.5 and <= 14 * 86_400
                ? TimeSpan.FromSeconds(count * seconds)
                : throw new UsageException($"{flag} {value}: must be a time from 0.5s to two weeks, such as 90s, 5m or 2h");
    }
}
