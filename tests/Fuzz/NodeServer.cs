using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace HttpActors.Fuzz;

/// <summary>Node's <c>http</c>, where <c>node</c> is installed.</summary>
internal sealed class NodeServer : OtherServer
{
    private const string Script = """
        const server = require('http').createServer((request, response) => {
          request.resume();
          request.on('end', () => response.end('ok'));
        });
        server.listen(0, '127.0.0.1', () => console.log(server.address().port));
        """;

    private readonly Process _process;

    private NodeServer(Process process, int port) => (_process, Address) = (process, new IPEndPoint(IPAddress.Loopback, port));

    public override IPEndPoint Address { get; }

    public static async Task<OtherServer> StartAsync()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Script);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        return new NodeServer(process, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    public override ValueTask DisposeAsync()
    {
        _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
