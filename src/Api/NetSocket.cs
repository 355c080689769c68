using System.Net;
using HttpActors.Actors;

namespace HttpActors;

/// <summary>A client's connection, as a user sees it (Node's <c>net.Socket</c>).</summary>
/// <example>
/// <code>
/// server.ConnectionOpened += socket =&gt;
/// {
///     Console.WriteLine($"{socket.Id} from {socket.RemoteEndPoint}");
///     socket.Closed += () =&gt; Console.WriteLine($"{socket.Id} is gone");
/// };
/// </code>
/// </example>
public sealed partial class NetSocket
{
    private readonly Connection _connection;

    private NetSocket(Connection connection)
    {
        _connection = connection;
        connection.WhenEnded(_ => Closed?.Invoke());
    }

    /// <summary>Raised once when the connection is gone, in its last turn. A late subscriber hears nothing: see <see cref="IsDestroyed"/>.</summary>
    public event Action? Closed;

    /// <summary>Unique within the server, counted from 1.</summary>
    public long Id => _connection.Id;

    /// <summary>Where the peer is; null where the transport has no addresses, and while a connection is being made.</summary>
    public EndPoint? RemoteEndPoint => _connection.RemoteEndPoint;

    /// <summary>Our end; null where the transport has no addresses, and while a connection is being made.</summary>
    public EndPoint? LocalEndPoint => _connection.LocalEndPoint;

    /// <summary>Whether a client's connection is still being made; it has no end points until then. Never on a server.</summary>
    public bool IsConnecting => _connection.IsPending && !IsDestroyed;

    /// <summary>Whether the connection is over, or about to be.</summary>
    public bool IsDestroyed => _connection.Reason != CloseReason.None;

    /// <summary>Closes the connection now; an exchange under way is aborted. Any thread; repeating it does nothing.</summary>
    public void Destroy() => _connection.Tell(ConnectionMessage.Abort);

    /// <inheritdoc/>
    public override string ToString() => $"connection {Id} from {RemoteEndPoint}";

    /// <summary>The one object that stands for this connection.</summary>
    internal static NetSocket Of(Connection connection) =>
        (NetSocket)connection.FacadeOr(static owner => new NetSocket(owner));
}
