using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Measure;

/// <summary>Which generator drives which scenario.</summary>
internal sealed class GeneratorSet(OwnGenerator own, WrkGenerator? wrk, GeneratorChoice choice)
{
    public OwnGenerator Own => own;

    public WrkGenerator? Wrk => wrk;

    public static GeneratorSet Create(BenchOptions options, WorkDirectory work)
    {
        // The server shares the cores with the load: half of them each, and one thread suffices for a server of one core.
        var threads = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);
        var file = Tool.Find("wrk");
        if (file is null && options.Generator == GeneratorChoice.Wrk)
            throw new BenchException("wrk is not installed; use --generator own");
        var wrk = file is null ? null : new WrkGenerator(file, threads, work);
        return new GeneratorSet(new OwnGenerator(threads), wrk, options.Generator);
    }

    public ILoadGenerator For(Scenario scenario) =>
        scenario.OwnGeneratorOnly || choice == GeneratorChoice.Own || wrk is null ? own : wrk;
}
