using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HttpActors.Fuzz;

/// <summary>Kestrel with nothing around it.</summary>
internal sealed class KestrelServer : OtherServer
{
    private readonly WebApplication _app;

    private KestrelServer(WebApplication app) => _app = app;

    public override IPEndPoint Address
    {
        get
        {
            var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            return new IPEndPoint(IPAddress.Loopback, new Uri(addresses.Addresses.First()).Port);
        }
    }

    public static async Task<OtherServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("ok");
        });
        await app.StartAsync();
        return new KestrelServer(app);
    }

    public override ValueTask DisposeAsync() => _app.DisposeAsync();
}
