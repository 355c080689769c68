using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace HttpActors.Supervisor.Admin;

/// <summary>
/// A Unix socket that only its user can open: the file has mode 0600 and lies in a directory of mode 0700, so that there
/// is no moment in between. What a killed process left behind is told from a living one by knocking.
/// </summary>
internal sealed class ControlSocket : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Socket _socket;
    private readonly string _path;
    private string? _link;

    private ControlSocket(Socket socket, string path) => (_socket, _path) = (socket, path);

    /// <summary>Where it is unless the configuration says otherwise: named after the file, so that every command finds it.</summary>
    internal static string DefaultPath(string configFile)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(configFile))))[..16];
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } given && Directory.Exists(given)
            ? Path.Combine(given, "httpactors")
            : Path.Combine(Path.GetTempPath(), $"httpactors-{Environment.UserName}");
        return Path.Combine(runtime, $"{name}.sock");
    }

    /// <summary>The socket at a path of the configuration's choice, findable at the default one: a file that is being edited cannot be asked.</summary>
    /// <inheritdoc cref="OpenAsync(string)"/>
    internal static async Task<ControlSocket> OpenAsync(string path, string configFile)
    {
        var socket = await OpenAsync(path).ConfigureAwait(false);
        var usual = DefaultPath(configFile);
        if (usual != path)
        {
            PrepareDirectory(Path.GetDirectoryName(usual)!);
            File.Delete(usual);
            File.CreateSymbolicLink(usual, path);
            socket._link = usual;
        }

        return socket;
    }

    /// <exception cref="UsageException">Another instance has it, or the place is not private.</exception>
    internal static async Task<ControlSocket> OpenAsync(string path)
    {
        PrepareDirectory(Path.GetDirectoryName(path)!);
        if (await AnswersAsync(path).ConfigureAwait(false))
            throw new UsageException($"an instance with this configuration is running already ('{path}' answers); stop it, or give this one another control.path");
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, Private);
            socket.Listen();
            return new ControlSocket(socket, path);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentOutOfRangeException)
        {
            socket.Dispose();
            throw new UsageException($"the control socket '{path}' cannot be made: {failure.Message}; choose a shorter or other control.path");
        }
    }

    /// <summary>Hands every connection to the server until the socket is closed.</summary>
    internal async Task ServeAsync(HttpServer server)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _socket.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                return;
            }

            server.Accept(new SocketPipe(client));
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
        if (_link is not null)
            File.Delete(_link);
    }

    private static void PrepareDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        const UnixFileMode Owner = Private | UnixFileMode.UserExecute;
        if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, Owner);

        // Below a shared directory such as /tmp somebody else may have made it first, to listen in.
        if ((File.GetUnixFileMode(directory) & ~Owner) != 0)
        {
            try
            {
                File.SetUnixFileMode(directory, Owner);
            }
            catch (UnauthorizedAccessException)
            {
                throw new UsageException($"the directory '{directory}' of the control socket belongs to somebody else; choose another control.path");
            }
        }
    }

    private static async Task<bool> AnswersAsync(string path)
    {
        if (!File.Exists(path))
            return false;
        using var knock = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await knock.ConnectAsync(new UnixDomainSocketEndPoint(path)).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The two directions of a connection.</summary>
    private sealed class SocketPipe : IDuplexPipe
    {
        internal SocketPipe(Socket socket)
        {
            var stream = new NetworkStream(socket, ownsSocket: true);
            Input = PipeReader.Create(stream);
            Output = PipeWriter.Create(stream);
        }

        public PipeReader Input { get; }

        public PipeWriter Output { get; }
    }
}
