using System.Net;
using System.Net.Sockets;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

public sealed class SocketTransportTests : TransportContractTests
{
    private protected override async Task<TransportPair> ConnectAsync()
    {
        var (server, client) = await LoopbackAsync();
        return new TransportPair(new SocketTransport(server), new SocketTransport(client));
    }

    [Fact]
    public async Task Both_ends_know_both_addresses()
    {
        using var pair = await ConnectAsync();
        Assert.NotNull(pair.Server.LocalEndPoint);
        Assert.Equal(pair.Server.LocalEndPoint, pair.Client.RemoteEndPoint);
        Assert.Equal(pair.Client.LocalEndPoint, pair.Server.RemoteEndPoint);
    }

    [Fact]
    public async Task The_descriptor_is_closed_with_the_transport()
    {
        var (server, client) = await LoopbackAsync();
        using var peer = client;
        var transport = new SocketTransport(server);
        transport.Close();
        Assert.True(server.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task A_reset_by_the_peer_names_its_cause()
    {
        using var pair = await ConnectAsync();
        pair.Client.Abort();
        var ending = await pair.Server.ReceiveToEndAsync();
        var failure = Assert.IsType<SocketException>(ending.Failure);
        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
    }

    private static async Task<(Socket Server, Socket Client)> LoopbackAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!).InTime();
        return (await listener.AcceptAsync().InTime(), client);
    }
}
