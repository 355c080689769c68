using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

/// <summary>Connected pairs on event loops.</summary>
internal static partial class LoopSockets
{
    public static async Task<TransportPair> ConnectAsync(EventLoopGroup loops)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!).InTime();
        using var server = await listener.AcceptAsync().InTime();
        return new TransportPair(Adopt(loops, server), Adopt(loops, client));
    }

    /// <summary>A descriptor of its own for the same connection; the socket closes only its own.</summary>
    private static EventLoopTransport Adopt(EventLoopGroup loops, Socket socket)
    {
        socket.Blocking = false;
        var descriptor = Duplicate((int)socket.Handle);
        Assert.True(descriptor >= 0);
        return new EventLoopTransport(loops.Next(), descriptor, new SocketAddressBytes());
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
