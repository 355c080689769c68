using System.Net;
using System.Net.Sockets;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

/// <summary>The contract on event loops; elsewhere than on Linux there are none and the contract of the others stands.</summary>
public sealed class EventLoopTransportTests : TransportContractTests, IDisposable
{
    private readonly EventLoopGroup? _loops = EventLoopGroup.IsSupported
        ? new EventLoopGroup(loops: 2, handOffAfter: TimeSpan.FromMilliseconds(10), maxThreads: 16)
        : null;

    public void Dispose() => _loops?.Dispose();

    private protected override async Task<TransportPair> ConnectAsync()
    {
        if (_loops is not null)
        {
            return await LoopSockets.ConnectAsync(_loops);
        }

        var (one, other) = MemoryTransport.CreatePair();
        return new TransportPair(one, other);
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
}
