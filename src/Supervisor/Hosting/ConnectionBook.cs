using System.Collections.Concurrent;

namespace HttpActors.Supervisor.Hosting;

/// <summary>The open connections of one listener and what each is doing, for those who look. Any thread.</summary>
internal sealed class ConnectionBook(TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, OpenConnection> _open = new();

    /// <summary>In the order of their opening.</summary>
    internal IReadOnlyList<OpenConnection> All => [.. _open.Values.OrderBy(connection => connection.Socket.Id)];

    internal void Open(NetSocket socket)
    {
        _open[socket.Id] = new OpenConnection(socket, clock.GetUtcNow());
        socket.Closed += () => _open.TryRemove(socket.Id, out _);
    }

    internal void Enter(RequestTrail trail)
    {
        if (_open.TryGetValue(trail.Request.Socket!.Id, out var connection))
            connection.Enter(trail);
    }
}

/// <summary>A connection and the request that it is at.</summary>
internal sealed class OpenConnection(NetSocket socket, DateTimeOffset since)
{
    private RequestTrail? _trail;

    internal NetSocket Socket { get; } = socket;

    internal DateTimeOffset Since { get; } = since;

    /// <summary>Null: it is idle.</summary>
    internal RequestTrail? Trail => Volatile.Read(ref _trail);

    internal void Enter(RequestTrail trail)
    {
        trail.Connection = this;
        Volatile.Write(ref _trail, trail);
    }

    /// <summary>The next request may have begun before the last one is told to be over.</summary>
    internal void Leave(RequestTrail trail) => Interlocked.CompareExchange(ref _trail, null, trail);
}
