using System.Net;
using System.Net.Sockets;

namespace HttpActors.Actors.Server;

/// <summary>Opens listening sockets.</summary>
internal static class ListeningSocket
{
    /// <summary>Binds and listens.</summary>
    /// <exception cref="SocketException">The address is in use, not of this machine, or not permitted.</exception>
    public static Socket Open(Bind bind, bool noDelay)
    {
        var unix = bind.EndPoint is UnixDomainSocketEndPoint;
        Socket socket = new(
            bind.EndPoint.AddressFamily, SocketType.Stream, unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (bind.DualMode && bind.EndPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            if (noDelay && !unix)
            {
                // Linux hands it on to the accepted sockets; elsewhere the accept loop sets it.
                socket.NoDelay = true;
            }

            socket.Bind(bind.EndPoint);
            socket.Listen(bind.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
