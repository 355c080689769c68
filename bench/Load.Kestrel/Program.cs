using System.Net;
using HttpActors.Bench.Load.Kestrel;

// The empty builder has no logging, no routing and no configuration: Kestrel at its cheapest.
var options = ServerOptions.Parse(args);
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, options.Port);
});

await using var application = builder.Build();
application.Run(new Routes(options.Root).Handle);
await application.StartAsync();
Console.WriteLine($"listening on {application.Urls.First()}");
await application.WaitForShutdownAsync();
