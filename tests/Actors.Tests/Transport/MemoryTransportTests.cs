using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

public sealed class MemoryTransportTests : TransportContractTests
{
    private protected override Task<TransportPair> ConnectAsync()
    {
        var (server, client) = MemoryTransport.CreatePair();
        return Task.FromResult(new TransportPair(server, client));
    }
}
