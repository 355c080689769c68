using System.Net;

namespace HttpActors.Fuzz;

/// <summary>A server that we are compared with.</summary>
internal abstract class OtherServer : IAsyncDisposable
{
    public abstract IPEndPoint Address { get; }

    public abstract ValueTask DisposeAsync();
}
