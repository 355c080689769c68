using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HttpActors.Bench.Soak;

namespace HttpActors.Interop.Harness;

/// <summary>nginx: files, WebDAV, and as a proxy in front of Kestrel.</summary>
public sealed class NginxPeer : Peer
{
    private readonly TemporaryDirectory _directory = new();
    private readonly KestrelPeer _behind = new();
    private PeerProcess? _process;

    public override IReadOnlyList<string> Codings => ["gzip"];

    public override string Behind => "/behind";

    private string PidFile => Path.Combine(_directory.Path, "pid");

    public override async Task InitializeAsync()
    {
        await _behind.InitializeAsync();
        if (Programs.Find("nginx") is not { } nginx)
        {
            return;
        }

        _directory.Write("site/text", Text);
        _directory.Write("site/tagged", Text);
        _directory.Write("site/lines", Lines);
        _directory.Write("stored/README", "Bodies of PUT.");
        SocketPath = Path.Combine(_directory.Path, "nginx.sock");

        // It cannot be given port 0; between the choice and its start another one may take the port.
        for (var attempt = 1; !await TryStartAsync(nginx); attempt++)
        {
            Assert.True(attempt < 5, $"nginx does not start: {_process!.Said}");
            await _process!.DisposeAsync();
        }
    }

    public override string DownloadOf(long length)
    {
        var name = $"pattern-{length}";
        using var file = File.Create(Path.Combine(_directory.Path, "site", name));
        for (var left = length; left > 0; left -= Pattern.Period)
        {
            // Each piece begins where the block does.
            file.Write(Pattern.Slice(0, (int)Math.Min(Pattern.Period, left)).Span);
        }

        return $"/{name}";
    }

    public override async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _behind.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<bool> TryStartAsync(string nginx)
    {
        Port = FreePort();
        File.Delete(SocketPath);
        var template = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Peers", "nginx.conf"));
        var file = _directory.Write("nginx.conf", template
            .Replace("@directory@", _directory.Path, StringComparison.Ordinal)
            .Replace("@port@", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@behind@", _behind.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var process = _process = new PeerProcess(nginx, "-p", _directory.Path, "-e", "stderr", "-c", file);
        await Bounded.Until(() => process.HasExited || IsReady(process), $"nginx on port {Port}");
        return !process.HasExited;
    }

    /// <summary>Its own number is written when its sockets are open.</summary>
    private bool IsReady(PeerProcess process) => File.Exists(PidFile)
        && File.ReadAllText(PidFile).Trim() == process.Id.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
