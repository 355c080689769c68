using System.Net.Sockets;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Server;

/// <summary>Accepts connections of one listening socket, one pending accept at a time.</summary>
internal abstract class Acceptor : IDisposable
{
    /// <summary>How the last accept ended.</summary>
    public abstract SocketError Error { get; }

    /// <summary>Whether the listening socket was closed, which explains an accept that found none.</summary>
    public abstract bool IsClosed { get; }

    /// <summary>The kind that fits the server: on its event loops, or on the thread pool.</summary>
    /// <param name="server">The server.</param>
    /// <param name="listening">Its socket; it stays the caller's.</param>
    /// <param name="completed">Called when a pending accept has ended. Any thread.</param>
    public static Acceptor Create(ServerContext server, Socket listening, Action completed) => server.Loops is { } loops
        ? new LoopAcceptor(loops, listening, completed)
        : new SocketAcceptor(listening, server.Settings, completed);

    /// <summary>True when it is pending; false when <see cref="Error"/> and the connection are there at once.</summary>
    /// <exception cref="ObjectDisposedException">The listening socket was closed.</exception>
    public abstract bool Begin();

    /// <summary>Whether a pending accept may be begun again.</summary>
    public abstract bool MayRetry { get; }

    /// <summary>Whether one connection more leaves descriptors for the rest of the process. True where that is not known.</summary>
    public virtual bool HasRoom => true;

    /// <summary>Whether connections wait although an accept is pending.</summary>
    public abstract bool HasBacklog { get; }

    /// <summary>From now on nobody new gets into the backlog, as far as the system can do that.</summary>
    public virtual void RefuseNewcomers()
    {
    }

    /// <summary>
    /// Closes the listening socket if only that ends a pending accept without losing what it has accepted meanwhile: true,
    /// and the accept completes. The backlog is lost, so it is looked at before.
    /// </summary>
    public virtual bool EndPending() => false;

    /// <summary>The accepted connection; null where it did not live long enough.</summary>
    public abstract ConnectionTransport? Take();

    /// <summary>A connection that arrives afterwards is closed.</summary>
    public abstract void Dispose();
}
