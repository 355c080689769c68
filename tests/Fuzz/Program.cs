using System.Globalization;
using HttpActors.Fuzz;
using HttpActors.Fuzz.Core;

// dotnet run -c Release --project tests/Fuzz -- requests|chunks|responses|all|live|kestrel|node [--seed N] [--cases N] [--first N] [--minutes N]
var options = Options.Parse(args);
if (options is null)
{
    Console.Error.WriteLine("usage: requests|chunks|responses|all|live|kestrel|node [--seed N] [--cases N] [--first N] [--minutes N]");
    return 1;
}

return options.Target switch
{
    "live" => await LiveFuzzer.RunAsync(options),
    "kestrel" or "node" => await Difference.RunAsync(options),
    _ => RunTargets(options),
};

static int RunTargets(Options options)
{
    var found = 0;
    foreach (var target in FuzzTarget.All.Where(target => options.Target == "all" || target.Name == options.Target))
    {
        var started = TimeProvider.System.GetTimestamp();
        var (findings, cases) = Fuzzer.Run(target, options.Seed, options.First, options.Cases, options.Most);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{target.Name}: {cases:N0} cases from {options.First:N0}, seed {options.Seed}, {seconds:F0} s, {cases / seconds:N0} a second, {findings.Count} findings"));
        foreach (var finding in findings)
        {
            Console.WriteLine("  " + finding);
        }

        found += findings.Count;
    }

    return found == 0 ? 0 : 2;
}
