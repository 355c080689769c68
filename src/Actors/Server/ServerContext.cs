using System.Collections.Concurrent;
using Akka.Event;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Telemetry;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>What all connections of one server share: settings, clock, streams, figures.</summary>
internal sealed class ServerContext(ServerSettings settings, TimeProvider time, EventLoopGroup? loops = null)
{
    private ServerSettings _settings = settings;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<ServerConnection, byte> _starting = new();
    private int _connectionCount;
    private bool _draining;
    private Action? _atNextTick;
    private long _lastId;

    /// <summary>A change holds for connections that come after it.</summary>
    public ServerSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    public TimeProvider Time => time;

    /// <summary>The event loops that serve the connections; null: the thread pool does.</summary>
    public EventLoopGroup? Loops => loops;

    public CoarseClock Clock { get; } = new(time);

    /// <summary>Parsed requests, each in its connection's turn. Nobody there: the request is answered with 503.</summary>
    public Listeners<ServerExchange> Exchanges { get; } = new();

    /// <summary>Opened connections, each in its first turn.</summary>
    public Listeners<ServerConnection> Connections { get; } = new();

    /// <summary>Who listens beyond ordinary requests; null: nobody. Set before the first connection.</summary>
    public IServerEvents? Events { get; set; }

    /// <summary>Where its events go; the server actor gives one before the first connection where the user gave none.</summary>
    public HttpLog Log { get; set; } = HttpLog.None;

    /// <summary>The actors that answer requests.</summary>
    public HandlerWatch Handlers { get; } = new();

    /// <summary>Connections that are open now.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    public ConcurrentDictionary<CloseReason, long> Ends { get; } = new();

    /// <summary>Raised when the server itself is in trouble; its connections go on.</summary>
    public event Action<Exception>? Faulted;

    public void ReportFault(Exception fault) => Faulted?.Invoke(fault);

    /// <summary>Whether the server closes: every response from now on is the last one of its connection. Any thread.</summary>
    public bool IsDraining => Volatile.Read(ref _draining);

    public void BeginDraining() => Volatile.Write(ref _draining, true);

    /// <summary>Completes when the server actor has stopped and every connection is released.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>The last actor is gone; connections that were on their way to one are released.</summary>
    public void OnStopped()
    {
        _stopped.TrySetResult();
        foreach (var (connection, _) in _starting)
        {
            connection.Release(CloseReason.ServerStopped);
        }
    }

    /// <summary>Has <paramref name="call"/> called once, with the next tick of the clock. Any thread.</summary>
    public void AtNextTick(Action call)
    {
        Action? before;
        do
        {
            before = Volatile.Read(ref _atNextTick);
        }
        while (Interlocked.CompareExchange(ref _atNextTick, before + call, before) != before);
    }

    /// <summary>The clock has ticked.</summary>
    public void OnTicked()
    {
        if (Volatile.Read(ref _atNextTick) is not null)
        {
            Interlocked.Exchange(ref _atNextTick, null)?.Invoke();
        }
    }

    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>A connection exists, and nobody owns it until its actor has started.</summary>
    public void ConnectionCreated(ServerConnection connection)
    {
        Interlocked.Increment(ref _connectionCount);
        _starting.TryAdd(connection, 0);
        if (Stopped.IsCompleted)
        {
            connection.Release(CloseReason.ServerStopped);
        }
    }

    public void ConnectionStarted(ServerConnection connection) => _starting.TryRemove(connection, out _);

    public void ConnectionEnded(ServerConnection connection, CloseReason reason)
    {
        _starting.TryRemove(connection, out _);

        // Who sees that it is gone sees why as well.
        Ends.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        Interlocked.Decrement(ref _connectionCount);
    }
}
