using System.Runtime.InteropServices;
using HttpActors;
using HttpActors.Bench.Load.Handlers;

await using var server = Http.CreateServer(Routes.Handle);
using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    server.Close();
});
await server.ListenAsync(0, "127.0.0.1");
Console.WriteLine($"listening on http://{server.Address}");
await server.Completion;
