using System.Net.Sockets;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Admin;

/// <summary>Asks the running instance.</summary>
internal static class ControlClient
{
    /// <summary>Longer than a reload whose services use up their time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>Whether it was done, and what it says.</returns>
    /// <exception cref="UsageException">Nobody is there.</exception>
    internal static async Task<(bool Done, string Text)> AskAsync(string configFile, HttpMethod method, string path)
    {
        var socketPath = PathFor(configFile);
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { Timeout = Patience };
        using var request = new HttpRequestMessage(method, $"http://control{path}");
        try
        {
            using var response = await client.SendAsync(request).ConfigureAwait(false);
            return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync().ConfigureAwait(false));
        }
        catch (HttpRequestException)
        {
            throw new UsageException($"no instance of '{configFile}' is running (nobody answers at '{socketPath}'); start it with '{CommandLine.ToolName} run {configFile}', or name its configuration with --config FILE");
        }
    }

    /// <summary>A file that cannot be read now may be what the running instance is to be asked about.</summary>
    private static string PathFor(string configFile)
    {
        try
        {
            if (ConfigFile.Load(configFile).ControlPath is { Length: > 0 } path)
                return path;
        }
        catch (ConfigException)
        {
            // The default place, then.
        }

        return ControlSocket.DefaultPath(configFile);
    }
}
