using System.IO.Pipelines;
using System.Net;

namespace HttpActors.Actors.Transport;

/// <summary>
/// A connection's bytes, in and out, as the connection actor drives them from its own turns.
/// </summary>
/// <remarks>
/// The contract beyond <see cref="IDuplexPipe"/>, the same for every transport and held by one set of contract tests:
/// <list type="bullet">
/// <item>No pump: bytes are received inside <see cref="PipeReader.TryRead"/> and <see cref="PipeReader.ReadAsync"/>,
/// sent inside <see cref="PipeWriter.FlushAsync"/>, on the caller's thread. A pending call completes when it may make
/// progress; its result may then be empty.</item>
/// <item>One caller at a time, one pending read and one pending flush at most.</item>
/// <item>A peer's FIN completes the input with <see cref="Failure"/> null; any other end sets <see cref="Failure"/>.</item>
/// <item>An idle connection, nothing received and nothing staged, holds no buffer.</item>
/// <item>A completed flush may leave bytes behind: <see cref="PipeWriter.UnflushedBytes"/> says how many, the next
/// flush goes on with them.</item>
/// </list>
/// </remarks>
internal abstract class ConnectionTransport : IDuplexPipe
{
    public abstract PipeReader Input { get; }

    public abstract PipeWriter Output { get; }

    public virtual EndPoint? LocalEndPoint => null;

    public virtual EndPoint? RemoteEndPoint => null;

    /// <summary>What broke the connection; null while it is whole and after an orderly end.</summary>
    public abstract Exception? Failure { get; }

    /// <summary>
    /// Whether octets or the peer's end can be received right now, looked up in the operating system; false where that
    /// cannot be told. In turn.
    /// </summary>
    public virtual bool IsReadable => false;

    /// <summary>Half-close: what has been flushed still arrives, then the peer sees the end. Never throws.</summary>
    public abstract void ShutdownOutput();

    /// <summary>Releases everything at once; the peer sees a reset where the transport knows such a thing. Idempotent.</summary>
    public abstract void Abort();

    /// <summary>Releases everything; what was flushed may still arrive. Idempotent. A pending call ends.</summary>
    public abstract void Close();
}
