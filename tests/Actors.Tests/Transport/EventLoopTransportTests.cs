using System.Net;
using System.Net.Sockets;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

public sealed class EventLoopTransportTests : TransportContractTests, IDisposable
{
    private readonly EventLoopGroup? _loops =
        EventLoopGroup.IsSupported ? new EventLoopGroup(2, TimeSpan.FromSeconds(5), maxThreads: 4) : null;

    public void Dispose() => _loops?.Dispose();

    private protected override Task<TransportPair> ConnectAsync()
    {
        if (_loops is null)
        {
            // Without epoll there is nothing to test here.
            var (server, client) = MemoryTransport.CreatePair();
            return Task.FromResult(new TransportPair(server, client));
        }

        // Without asynchronous calls the base library's own poller never hears of these sockets.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var connecting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        connecting.Connect(listener.LocalEndPoint!);
        return Task.FromResult(new TransportPair(OnLoop(listener.Accept()), OnLoop(connecting)));
    }

    /// <summary>The transport owns the descriptor from now on.</summary>
    private EventLoopTransport OnLoop(Socket socket)
    {
        socket.Blocking = false;
        var descriptor = (int)socket.Handle;
        socket.SafeHandle.SetHandleAsInvalid();
        return new EventLoopTransport(_loops!.Next(), descriptor, default);
    }
}
