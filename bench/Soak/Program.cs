using System.Runtime.InteropServices;
using HttpActors.Bench.Soak;
using HttpActors.Bench.Soak.Idle;
using HttpActors.Bench.Soak.Report;
using HttpActors.Bench.Soak.Server;

const int Passed = 0;
const int Failed = 1;
const int WrongUsage = 2;
const int Interrupted = 130;

using var interrupted = new CancellationTokenSource();
try
{
    var options = SoakOptions.Parse(args);
    if (options.ShowHelp)
    {
        Console.WriteLine(SoakOptions.Help);
        return Passed;
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, options));
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, options));
    if (options.Serve)
    {
        await SoakServer.RunAsync(options);
        return Passed;
    }

    if (options.IdleCpu)
        return await new IdleRun(options, Console.Error, interrupted.Token).RunAsync(Console.Out) ? Passed : Failed;

    var result = await new SoakRun(options, Console.Error, interrupted.Token).RunAsync();
    if (options.Report is { } path)
        result.WriteTo(path);
    Summary.Write(result, Console.Out);
    return interrupted.IsCancellationRequested ? Interrupted : result.Holds ? Passed : Failed;
}
catch (UsageException error)
{
    Console.Error.WriteLine(error.Message);
    return WrongUsage;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("interrupted before there was anything to say");
    return Interrupted;
}

// The terminal tells the server as well; it waits for its parent, who ends it.
void Stop(PosixSignalContext context, SoakOptions options)
{
    context.Cancel = true;
    if (!options.Serve)
        interrupted.Cancel();
}
