using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HttpActors.Bench.Load.Generator;

namespace HttpActors.Bench.Load.Servers;

/// <summary>nginx with a worker a core: canned text and files.</summary>
internal sealed class NginxPeer(WorkDirectory work) : Peer(PeerNames.Nginx)
{
    private readonly string? _file = Tool.Find("nginx");

    public override string? Unavailable => _file is null ? "nginx is not installed" : null;

    public override string Version => Tool.Run(_file!, "-v").Text.Replace("nginx version: ", "", StringComparison.Ordinal);

    public override Launch LaunchFor(Service service)
    {
        if (service is not (Service.Hello or Service.File))
            return Launch.No("nginx runs no handler");
        var port = FreePort();
        var directory = Directory.CreateDirectory(work[FormattableString.Invariant($"nginx-{port}")]).FullName;
        var configuration = Path.Combine(directory, "nginx.conf");
        File.WriteAllText(configuration, Configuration(directory, port));
        return Launch.Of(_file!, ["-p", directory, "-e", "stderr", "-c", configuration], PathOf(service), port);
    }

    private string Configuration(string directory, int port)
    {
        var files = Math.Min(ProcessFacts.DescriptorLimit(), 65_536);
        return File.ReadAllText(WorkDirectory.Shipped("nginx.conf.template"))
            .Replace("{{FILES}}", files.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{CONNECTIONS}}", (files - 64).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            // Workers of a master that root started give up root and could then not read the directory of this run.
            .Replace("{{USER}}", Environment.IsPrivilegedProcess ? "user root;" : "", StringComparison.Ordinal)
            .Replace("{{PORT}}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{ROOT}}", work.Root, StringComparison.Ordinal)
            .Replace("{{WORK}}", directory, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
