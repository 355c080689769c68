using HttpActors.Bench.Load.Generator;

if (args is ["--help"] or ["-h"] or [])
{
    Console.WriteLine(GeneratorOptions.Help);
    return 0;
}

try
{
    var options = GeneratorOptions.Parse(args);
    using var run = new LoadRun(options);
    var report = options.Hold ? run.Hold(Console.In, Console.Out) : run.Run();
    Console.WriteLine(report.ToJson());
    return 0;
}
catch (GeneratorException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
