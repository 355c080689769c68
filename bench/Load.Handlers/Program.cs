using System.Runtime.InteropServices;
using HttpActors;
using HttpActors.Bench.Load.Handlers;

var transport = args switch
{
    [] => HttpTransport.Automatic,
    ["--transport", "event-loops"] => HttpTransport.EventLoops,
    ["--transport", "thread-pool"] => HttpTransport.ThreadPool,
    _ => throw new ArgumentException("usage: [--transport event-loops|thread-pool]"),
};
await using var server = Http.CreateServer(new HttpServerOptions { Transport = transport }, Routes.Handle);
using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    server.Close();
});
await server.ListenAsync(0, "127.0.0.1");
Console.WriteLine($"listening on http://{server.Address}");
await server.Completion;
