using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HttpActors.Interop.Harness;

/// <summary>Kestrel, in this process.</summary>
public sealed class KestrelPeer : Peer
{
    private readonly TemporaryDirectory _directory = new();
    private WebApplication? _application;

    public override IReadOnlyList<string> Codings => ["gzip", "br"];

    public override async Task InitializeAsync()
    {
        SocketPath = Path.Combine(_directory.Path, "kestrel.sock");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.ListenUnixSocket(SocketPath);
            kestrel.Limits.MaxRequestBodySize = null;

            // A busy machine is no slow peer.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddResponseCompression();
        var application = builder.Build();
        application.UseResponseCompression();
        application.UseWebSockets();
        application.Run(KestrelAnswers.AnswerAsync);
        await application.StartAsync();
        _application = application;

        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Port = new Uri(addresses.Single(address => address.StartsWith("http://127.0.0.1", StringComparison.Ordinal))).Port;
    }

    public override async Task DisposeAsync()
    {
        if (_application is { } application)
        {
            // Without patience: a connection that a test left open is no reason to wait.
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await application.StopAsync(now.Token);
            await application.DisposeAsync();
        }

        _directory.Dispose();
    }
}
