using System.Globalization;
using System.Net;

namespace HttpActors.Bench.Load.Generator;

/// <summary>The command line of the generator. Every number has a bound: a run always ends.</summary>
internal sealed record GeneratorOptions
{
    public const string Help = """
        Usage: HttpActors.Bench.Load.Generator --target HOST:PORT [options]

          --target HOST:PORT   an IPv4 loopback address
          --path PATH          request target, default /
          --connections N      1..20000, default 64
          --threads N          1..16, default 1
          --pipeline N         requests in flight on a connection, 1..256, default 1
          --duration SECONDS   0.1..120, default 5
          --warmup SECONDS     0..30, not counted, default 1
          --body BYTES         POST a body of this size, up to 16777216, default 0 (GET)
          --close              a new connection for every request (Connection: close)
          --sources N          spread connections over 127.0.0.1..127.0.0.N, 1..8, default 1
          --rate N             requests a second on a fixed schedule; default 0: as fast as answers come
          --every N            with --rate: every Nth request goes to --every-path and is not counted in the latencies
          --every-path PATH    default /
          --hold               one request on each connection, then print "held" and wait for a line on standard input
          --watch PID[,PID]    sum the CPU time of these processes over the counted window
        """;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public IPEndPoint? Target { get; init; }

    public string Path { get; init; } = "/";

    public int Connections { get; init; } = 64;

    public int Threads { get; init; } = 1;

    public int Pipeline { get; init; } = 1;

    public double Duration { get; init; } = 5;

    public double Warmup { get; init; } = 1;

    public int Body { get; init; }

    public bool Close { get; init; }

    public int Sources { get; init; } = 1;

    public int Rate { get; init; }

    public int Every { get; init; }

    public string EveryPath { get; init; } = "/";

    public bool Hold { get; init; }

    public IReadOnlyList<int> Watch { get; init; } = [];

    public static GeneratorOptions Parse(string[] arguments)
    {
        var options = new GeneratorOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var flag = arguments[i];
            options = flag switch
            {
                "--close" => options with { Close = true },
                "--hold" => options with { Hold = true },
                _ when i + 1 < arguments.Length => options.With(flag, arguments[++i]),
                _ => throw new GeneratorException($"{flag}: unknown, or its value is missing"),
            };
        }

        return options.Checked();
    }

    private GeneratorOptions With(string flag, string value) => flag switch
    {
        "--target" => this with { Target = Loopback(value) },
        "--path" => this with { Path = value },
        "--connections" => this with { Connections = Whole(flag, value, 1, 20_000) },
        "--threads" => this with { Threads = Whole(flag, value, 1, 16) },
        "--pipeline" => this with { Pipeline = Whole(flag, value, 1, 256) },
        "--duration" => this with { Duration = Real(flag, value, 0.1, 120) },
        "--warmup" => this with { Warmup = Real(flag, value, 0, 30) },
        "--body" => this with { Body = Whole(flag, value, 0, 16 * 1024 * 1024) },
        "--sources" => this with { Sources = Whole(flag, value, 1, 8) },
        "--rate" => this with { Rate = Whole(flag, value, 1, 100_000) },
        "--every" => this with { Every = Whole(flag, value, 2, 1_000_000) },
        "--every-path" => this with { EveryPath = value },
        "--watch" => this with { Watch = [.. value.Split(',').Select(id => Whole(flag, id, 1, int.MaxValue))] },
        _ => throw new GeneratorException($"{flag}: unknown"),
    };

    private GeneratorOptions Checked()
    {
        if (Target is null)
            throw new GeneratorException("--target is missing");
        if (Every > 0 && Rate == 0)
            throw new GeneratorException("--every needs --rate");
        if (Rate > 0 && (Close || Pipeline > 1 || Threads > 1))
            throw new GeneratorException("--rate goes with one thread, no pipelining and kept connections");
        if (Close && Pipeline > 1)
            throw new GeneratorException("--close and --pipeline exclude each other");
        return this with { Threads = Math.Min(Threads, Connections) };
    }

    private static IPEndPoint Loopback(string value) =>
        IPEndPoint.TryParse(value, out var point) && IPAddress.IsLoopback(point.Address) && point.Port > 0
        && point.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? point
            : throw new GeneratorException($"--target {value}: must be 127.x.x.x:PORT");

    private static int Whole(string flag, string value, int low, int high) =>
        int.TryParse(value, NumberStyles.None, Invariant, out var number) && number >= low && number <= high
            ? number
            : throw new GeneratorException($"{flag} {value}: must be a whole number from {low} to {high}");

    private static double Real(string flag, string value, double low, double high) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, Invariant, out var number) && number >= low && number <= high
            ? number
            : throw new GeneratorException($"{flag} {value}: must be a number from {low} to {high}");
}
