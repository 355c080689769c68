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
/// <item>Octets that were handed out stay readable after <see cref="Abort"/> and <see cref="Close"/>, for the handler that
/// asked for the end may be in the middle of them; <see cref="ReleaseBuffers"/> follows when nobody looks any more.</item>
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

    /// <summary>Whether octets, or the end, have arrived that nobody has received yet. In turn, while no read runs; null where that is not known.</summary>
    public virtual bool? HasInput => null;

    /// <summary>Whether small packets leave at once (TCP_NODELAY). In turn; where there is no such thing it does nothing.</summary>
    public virtual void SetNoDelay(bool on)
    {
    }

    /// <summary>Whether TCP checks an idle connection, after so many seconds. In turn; where there is no such thing it does nothing.</summary>
    public virtual void SetKeepAlive(bool on, int idleSeconds)
    {
    }

    /// <summary>
    /// Has <paramref name="lost"/> called, on any thread, when the connection breaks while nobody waits to read or to
    /// write. Where that is not known it is never called.
    /// </summary>
    public virtual void WatchForLoss(Action lost)
    {
    }

    /// <summary>Looks after what <see cref="WatchForLoss"/> was asked for, where nothing else tells. Any thread, once a tick.</summary>
    public virtual void LookForLoss()
    {
    }

    /// <summary>
    /// Sends what is staged and behind it octets from where they lie, without waiting, where the transport can do that. In
    /// turn, while no flush runs.
    /// </summary>
    /// <returns>How many octets of <paramref name="data"/> and <paramref name="suffix"/> were taken; the caller stages the rest.</returns>
    public virtual int SendThrough(ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix) => 0;

    /// <summary>Half-close: what has been flushed still arrives, then the peer sees the end. Never throws.</summary>
    public abstract void ShutdownOutput();

    /// <summary>Closes at once; the peer sees a reset where the transport knows such a thing. Idempotent.</summary>
    public abstract void Abort();

    /// <summary>Closes; what was flushed may still arrive. Idempotent. A pending call ends.</summary>
    public abstract void Close();

    /// <summary>Gives back the memory of what was received and staged. After <see cref="Abort"/> or <see cref="Close"/>, once.</summary>
    public abstract void ReleaseBuffers();
}
