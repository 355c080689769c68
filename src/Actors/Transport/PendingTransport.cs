using System.IO.Pipelines;

namespace HttpActors.Actors.Transport;

/// <summary>Stands in for the transport of a connection that is still being made; nothing is read or written through it.</summary>
internal sealed class PendingTransport : ConnectionTransport
{
    public static PendingTransport Instance { get; } = new();

    public override PipeReader Input => throw NotYet();

    public override PipeWriter Output => throw NotYet();

    public override Exception? Failure => null;

    public override void ShutdownOutput()
    {
    }

    public override void Abort()
    {
    }

    public override void ReleaseBuffers()
    {
    }

    public override void Close()
    {
    }

    private static InvalidOperationException NotYet() => new("The connection is still being made.");
}
