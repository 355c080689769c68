using System.Runtime.InteropServices;
using HttpActors.Bench.Load;

const int Measured = 0;
const int WrongUsage = 1;
const int CannotMeasure = 2;
const int Interrupted = 130;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = BenchOptions.Parse(args);
    if (options.ShowHelp)
        Console.WriteLine(BenchOptions.Help);
    else
        await new BenchRun(options, stop.Token).RunAsync();
    return Measured;
}
catch (UsageException error)
{
    Console.Error.WriteLine(error.Message);
    return WrongUsage;
}
catch (BenchException error)
{
    Console.Error.WriteLine(error.Message);
    return CannotMeasure;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("interrupted; every server and generator has been ended");
    return Interrupted;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
