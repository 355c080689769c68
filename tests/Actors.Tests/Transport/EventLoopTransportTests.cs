using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

/// <summary>The contract on event loops; elsewhere than on Linux there are none and the contract of the others stands.</summary>
public sealed partial class EventLoopTransportTests : TransportContractTests, IDisposable
{
    private readonly EventLoopGroup? _loops = EventLoopGroup.IsSupported
        ? new EventLoopGroup(loops: 2, handOffAfter: TimeSpan.FromMilliseconds(10), maxThreads: 16)
        : null;

    public void Dispose() => _loops?.Dispose();

    private protected override async Task<TransportPair> ConnectAsync()
    {
        if (_loops is null)
        {
            var (one, other) = MemoryTransport.CreatePair();
            return new TransportPair(one, other);
        }

        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!).InTime();
        using var server = await listener.AcceptAsync().InTime();
        return new TransportPair(Adopt(server), Adopt(client));
    }

    [Fact]
    public async Task Both_ends_know_where_they_are()
    {
        if (!EventLoopGroup.IsSupported)
        {
            return;
        }

        using var pair = await ConnectAsync();
        var local = Assert.IsType<IPEndPoint>(pair.Server.LocalEndPoint);
        Assert.Equal(IPAddress.Loopback, local.Address);
        Assert.NotEqual(0, local.Port);
    }

    [Fact]
    public async Task A_reset_by_the_peer_names_its_cause()
    {
        if (!EventLoopGroup.IsSupported)
        {
            return;
        }

        using var pair = await ConnectAsync();
        pair.Client.Abort();
        var ending = await pair.Server.ReceiveToEndAsync();
        var failure = Assert.IsType<SocketException>(ending.Failure);
        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
    }

    /// <summary>A descriptor of its own for the same connection; the socket closes only its own.</summary>
    private EventLoopTransport Adopt(Socket socket)
    {
        socket.Blocking = false;
        var descriptor = Duplicate((int)socket.Handle);
        Assert.True(descriptor >= 0);
        return new EventLoopTransport(_loops!.Next(), descriptor, new SocketAddressBytes());
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
