using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load;

/// <summary>One run of the command: sets everything up, runs the rows, prints and keeps the result.</summary>
internal sealed class BenchRun(BenchOptions options, CancellationToken cancellation)
{
    public async Task RunAsync()
    {
        if (options.Plot is { } file)
        {
            Draw(ResultFile.Read(file), Path.ChangeExtension(file, ".svg"));
            return;
        }

        if (!OperatingSystem.IsLinux())
            throw new BenchException("the bench needs Linux: it reads /proc and its generator uses epoll");
        using var work = new WorkDirectory();
        var generators = GeneratorSet.Create(options, work);
        var context = CreateContext(work, generators);
        if (options.CheckGenerators)
            await new GeneratorCheck(context, generators, Console.Out).RunAsync();
        else
            await MeasureAsync(context);
    }

    private BenchContext CreateContext(WorkDirectory work, GeneratorSet generators)
    {
        var schedule = new Schedule(options);
        var progress = new Progress(schedule);
        var peers = PeerCatalog.Create(work, options, progress, cancellation);
        var launcher = new ServerLauncher();
        foreach (var peer in peers.Where(peer => peer.Unavailable is not null))
            progress.Say($"{peer.Name} is left out: {peer.Unavailable}");
        schedule.Restart();
        if (BuildOutput.Configuration != "release")
            progress.Say("this is not a Release build: use dotnet run -c Release, or figures mean nothing");
        return new BenchContext
        {
            Options = options,
            Schedule = schedule,
            Peers = peers,
            Measurements = new Measurements(peers, generators, launcher, schedule, progress),
            OwnGenerator = generators.Own,
            Launcher = launcher,
            Progress = progress,
            Limits = new Limits(),
            Cancellation = cancellation,
            OnAkka = OursPeer.RuntimeOf(options) == "Akka",
        };
    }

    private async Task MeasureAsync(BenchContext context)
    {
        var result = Describe(context);
        if (result.Machine.Warning is { } warning)
            context.Progress.Say(warning);
        foreach (var row in RowCatalog.Select(options))
        {
            var rowResult = new RowResult(row.Id, row.Title);
            result.Rows.Add(rowResult);
            context.Progress.Say($"{row.Id}: {row.Title}");
            await row.MeasureAsync(context, rowResult);
        }

        result = result with { Minutes = context.Schedule.Elapsed.TotalMinutes };
        new ConsoleReport(Console.Out).Print(result);
        var path = Path.Combine(options.Output ?? Path.Combine(BuildOutput.Repository(), "bench", "results"), result.Name);
        result.Write(path + ".json");
        Console.WriteLine();
        Console.WriteLine($"{path}.json");
        Draw(result, path + ".svg");
    }

    private ResultFile Describe(BenchContext context) => new()
    {
        StartedUtc = DateTime.UtcNow,
        Kind = options switch { { Rows.Count: > 0 } => string.Join('-', options.Rows), { Quick: true } => "quick", _ => "full" },
        Settings = FormattableString.Invariant(
            $"{context.Schedule.MainRounds} rounds of {context.Schedule.Seconds} s (side rows {context.Schedule.SideRounds}), A B A B; ")
            + "workstation GC, concurrent, no forced collection",
        Machine = Machine.Describe(),
        Peers = [.. context.Peers.Select(PeerInfo.Of)],
        Rows = [],
    };

    private static void Draw(ResultFile result, string path)
    {
        if (Plot.Draw(result) is not { } svg)
            return;
        File.WriteAllText(path, svg);
        Console.WriteLine(path);
    }
}
