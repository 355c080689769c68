using System.Net;
using System.Net.Sockets;

namespace HttpActors.Actors.Server;

/// <summary>Opens listening sockets.</summary>
internal static class ListeningSocket
{
    /// <summary>Binds and listens.</summary>
    /// <exception cref="SocketException">The address is in use, not of this machine, or not permitted.</exception>
    public static Socket Open(Bind bind, ServerSettings settings)
    {
        var unix = bind.EndPoint is UnixDomainSocketEndPoint;
        Socket socket = new(
            bind.EndPoint.AddressFamily, SocketType.Stream, unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (bind.EndPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = bind.DualMode;
            }

            if (!unix)
            {
                // Linux hands these on to the accepted sockets; elsewhere the accept loop sets them.
                Configure(socket, settings);
            }

            if (bind.ReusePort)
            {
                AllowSharing(socket);
            }

            socket.Bind(bind.EndPoint);
            LoopbackPacing.TurnOff(socket);
            socket.Listen(bind.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What every connection's socket gets.</summary>
    public static void Configure(Socket socket, ServerSettings settings)
    {
        socket.NoDelay = settings.NoDelay;
        if (!settings.TcpKeepAlive)
        {
            return;
        }

        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        if (settings.TcpKeepAliveDelay > TimeSpan.Zero)
        {
            var seconds = Math.Max(1, (int)settings.TcpKeepAliveDelay.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        }
    }

    /// <summary>SO_REUSEPORT, which the base library has no name for.</summary>
    private static void AllowSharing(Socket socket)
    {
        var (level, name) = OperatingSystem.IsLinux() ? (1, 15)
            : OperatingSystem.IsMacOS() ? (0xffff, 0x0200)
            : throw new PlatformNotSupportedException("ReusePort needs Linux or macOS.");
        socket.SetRawSocketOption(level, name, BitConverter.GetBytes(1));
    }
}
