using System.Net.Sockets;

namespace HttpActors.Tests.Client;

/// <summary>The client's end of a connection, found among the descriptors of this process, for its options can be seen nowhere else. Linux.</summary>
internal static class ConnectedSocket
{
    public static (bool NoDelay, bool KeepAlive, int Delay) Settings(RawPeer peer)
    {
        foreach (var entry in Directory.GetFiles("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), out var descriptor) && Read(descriptor, peer) is { } settings)
            {
                return settings;
            }
        }

        throw new InvalidOperationException($"No socket of this process is {peer.RemoteEndPoint}.");
    }

    private static (bool NoDelay, bool KeepAlive, int Delay)? Read(int descriptor, RawPeer peer)
    {
        try
        {
            // Not owned: nothing is closed with it.
            using var handle = new SafeSocketHandle(descriptor, ownsHandle: false);
            using var socket = new Socket(handle);
            // Both ends are compared: connections to different servers can share a local port.
            return !Equals(peer.RemoteEndPoint, socket.LocalEndPoint) || !Equals(peer.LocalEndPoint, socket.RemoteEndPoint)
                ? null
                : (socket.NoDelay,
                    (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)! != 0,
                    (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!);
        }
        catch (SocketException)
        {
            // Another kind of descriptor, or one that was closed meanwhile.
            return null;
        }
    }
}
