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
        var paths = PathsFor(configFile);
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) => await ConnectAsync(paths, cancellation).ConfigureAwait(false),
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
            throw new UsageException($"no instance of '{configFile}' is running (nobody answers at '{string.Join("' or '", paths)}'); start it with '{CommandLine.ToolName} run {configFile}', or name its configuration with --config FILE");
        }
    }

    /// <summary>
    /// Where it may be: the file may have been changed since, or be broken now, and the running instance is to be asked all
    /// the same.
    /// </summary>
    private static string[] PathsFor(string configFile)
    {
        var usual = ControlSocket.DefaultPath(configFile);
        try
        {
            return ConfigFile.Load(configFile).ControlPath is { Length: > 0 } path ? [path, usual] : [usual];
        }
        catch (ConfigException)
        {
            return [usual];
        }
    }

    private static async Task<Stream> ConnectAsync(string[] paths, CancellationToken cancellation)
    {
        foreach (var path in paths)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception failure) when (failure is SocketException or ArgumentOutOfRangeException)
            {
                // Not there, or too long a name to be one.
                socket.Dispose();
            }
        }

        throw new SocketException((int)SocketError.ConnectionRefused);
    }
}
