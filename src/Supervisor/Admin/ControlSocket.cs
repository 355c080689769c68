using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace HttpActors.Supervisor.Admin;

/// <summary>
/// A Unix socket that only its user can open: the file has mode 0600 and is made in a directory of mode 0700, so that
/// there is no moment in between; then it is moved to its place, over what a killed process may have left there. A living
/// instance is told from that by knocking.
/// </summary>
internal sealed class ControlSocket : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateDirectory = Private | UnixFileMode.UserExecute;

    private readonly HttpServer _server;
    private readonly string _path;
    private string? _link;

    private ControlSocket(HttpServer server, string path) => (_server, _path) = (server, path);

    private static string DefaultDirectory => Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } given && Directory.Exists(given)
        ? Path.Combine(given, "httpactors")
        : Path.Combine(Path.GetTempPath(), $"httpactors-{Environment.UserName}");

    /// <summary>Where it is unless the configuration says otherwise: named after the file, so that every command finds it.</summary>
    internal static string DefaultPath(string configFile)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(configFile))))[..16];
        return Path.Combine(DefaultDirectory, $"{name}.sock");
    }

    /// <summary>The other name it is found by; null: there is none.</summary>
    internal string? Link => _link;

    /// <param name="path">Its place.</param>
    /// <param name="others">Where another instance would answer.</param>
    /// <param name="options">Of its server.</param>
    /// <param name="handler">Answers every request.</param>
    /// <exception cref="UsageException">Another instance has it, or it cannot be made.</exception>
    internal static async Task<ControlSocket> OpenAsync(
        string path, IEnumerable<string> others, HttpServerOptions options, Func<IncomingMessage, ServerResponse, Task> handler)
    {
        HttpServer? server = null;
        try
        {
            // Moving it to a name that is too long to connect to would go well.
            _ = new UnixDomainSocketEndPoint(path);
            PrepareDirectory(Path.GetDirectoryName(path)!);
            foreach (var other in others)
            {
                if (await AnsweringAsync(other).ConfigureAwait(false) is { } who)
                    throw new UsageException($"an instance with this configuration is running already ({who} answers at '{other}'); stop it, or give this one another control.path");
            }

            server = Http.CreateServer(options, handler);
            await ListenAsync(server, path).ConfigureAwait(false);
            return new ControlSocket(server, path);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            server?.Dispose();
            throw new UsageException($"the control socket '{path}' cannot be made: {failure.Message}; choose a shorter or other control.path");
        }
    }

    /// <summary>Lets commands that know only the configuration's name find it: a file that is being edited cannot be asked.</summary>
    internal void FindableAt(string usual)
    {
        if (usual == _path)
            return;
        try
        {
            PrepareDirectory(Path.GetDirectoryName(usual)!);
            File.Delete(usual);
            File.CreateSymbolicLink(usual, _path);
            _link = usual;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or UsageException)
        {
            // It can be found by its own name.
        }
    }

    /// <summary>Its place is free at once; requests under way finish.</summary>
    public void Dispose()
    {
        if (_link is not null && File.ResolveLinkTarget(_link, returnFinalTarget: false)?.FullName == _path)
            File.Delete(_link);
        File.Delete(_path);
        _ = _server.CloseAsync();
    }

    private static async Task ListenAsync(HttpServer server, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Delete(path);
            await server.ListenAsync(new HttpListenOptions { Path = path }).ConfigureAwait(false);
            return;
        }

        // Beside its place, for it must be on the same file system; short, for such names may have 107 octets only.
        var room = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetRandomFileName()[..4]}"), PrivateDirectory).FullName;
        try
        {
            var made = Path.Combine(room, "s");
            await server.ListenAsync(new HttpListenOptions { Path = made }).ConfigureAwait(false);
            File.SetUnixFileMode(made, Private);
            File.Move(made, path, overwrite: true);
        }
        finally
        {
            Directory.Delete(room, recursive: true);
        }
    }

    /// <summary>One that is there already is somebody's, with the rights that he wanted; but ours below a shared one must be ours.</summary>
    private static void PrepareDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, PrivateDirectory);
        if (directory != DefaultDirectory || (File.GetUnixFileMode(directory) & ~PrivateDirectory) == 0)
            return;
        try
        {
            File.SetUnixFileMode(directory, PrivateDirectory);
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"the directory '{directory}' of the control socket belongs to somebody else; choose another control.path");
        }
    }

    /// <summary>Who answers there; null: nobody.</summary>
    private static async Task<string?> AnsweringAsync(string path)
    {
        if (!File.Exists(path))
            return null;
        using var knock = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await knock.ConnectAsync(new UnixDomainSocketEndPoint(path)).ConfigureAwait(false);
            return OperatingSystem.IsLinux() ? $"process {PeerOf(knock)}" : "it";
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>SO_PEERCRED: process, user and group of whoever listens, which the base library has no name for.</summary>
    private static int PeerOf(Socket socket)
    {
        const int SocketLevel = 1;
        const int PeerCredentials = 17;
        var credentials = new byte[3 * sizeof(int)];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return BitConverter.ToInt32(credentials);
    }
}
