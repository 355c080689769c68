using System.Collections.Concurrent;
using Akka.Actor;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Actors.Client;

/// <summary>What all connections of one agent share: settings, clock, origins, figures.</summary>
internal sealed class AgentContext(ClientSettings settings, TimeProvider time, EventLoopGroup? loops = null)
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<OriginKey, Origin> _origins = new();
    private Origin? _latest;
    private IActorRef _actor = ActorRefs.Nobody;
    private int _open;
    private long _created;
    private long _retries;
    private long _lastId;
    private int _submitting;
    private bool _closing;
    private bool _destroyed;
    private bool _sealed;
    private bool _starving;

    public ClientSettings Settings => settings;

    public TimeProvider Time => time;

    /// <summary>The event loops that serve the connections; null: the thread pool does.</summary>
    public EventLoopGroup? Loops => loops;

    public CoarseClock Clock { get; } = new(time);

    /// <summary>Set by the agent actor before the first connection.</summary>
    public HttpLog Log { get; set; } = HttpLog.None;

    /// <summary>Connections that are open or being made.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    /// <summary>Connections made so far.</summary>
    public long CreatedCount => Volatile.Read(ref _created);

    /// <summary>Requests that were sent again after a reused connection had died.</summary>
    public long RetryCount => Volatile.Read(ref _retries);

    public ICollection<Origin> Origins => _origins.Values;

    public ConcurrentDictionary<CloseReason, long> Ends { get; } = new();

    /// <summary>Completes when the agent actor has stopped and every connection is released.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Whether new requests are refused. Any thread.</summary>
    public bool IsClosing
    {
        get => Volatile.Read(ref _closing);
        set => Volatile.Write(ref _closing, value);
    }

    /// <summary>Whether everything under way is failed. Any thread.</summary>
    public bool IsDestroyed
    {
        get => Volatile.Read(ref _destroyed);
        set => Volatile.Write(ref _destroyed, value);
    }

    /// <summary>Told what user code of a request threw.</summary>
    public Action<Exception>? UserCodeFailed { get; set; }

    public void Attach(IActorRef actor) => _actor = actor;

    public void Tell(object message) => _actor.Tell(message, ActorRefs.NoSender);

    public void OnStopped() => _stopped.TrySetResult();

    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Where the latest request went.</summary>
    public Origin? Latest => Volatile.Read(ref _latest);

    public Origin OriginFor(OriginKey key)
    {
        // Most programs speak to one origin for a while.
        if (Volatile.Read(ref _latest) is { IsRetired: false } latest && (ReferenceEquals(latest.Key, key) || latest.Key == key))
        {
            return latest;
        }

        var origin = _origins.GetOrAdd(key, static (added, agent) => new Origin(agent, added), this);
        Volatile.Write(ref _latest, origin);
        return origin;
    }

    /// <summary>In the agent actor's turn.</summary>
    public void Forget(Origin origin)
    {
        origin.IsRetired = true;
        _origins.TryRemove(new KeyValuePair<OriginKey, Origin>(origin.Key, origin));
    }

    /// <summary>Gives a request to an idle connection or, where there is none, to the origin's actor. Any thread.</summary>
    public void Dispatch(ClientExchange exchange)
    {
        var origin = exchange.Origin;
        var loop = LoopThread.Current?.LoopIndex ?? -1;
        if (!exchange.NeedsFresh && origin.Waiting == 0 && origin.TakeIdle(loop) is { } connection)
        {
            connection.Post(exchange.BeginOn(connection));
        }
        else
        {
            exchange.PreferredLoop = loop;
            Submit(exchange);
        }
    }

    private void Submit(ClientExchange exchange)
    {
        // Counted before the look, as the actor looks behind its seal: one of the two sees the other.
        Interlocked.Increment(ref _submitting);
        if (!Volatile.Read(ref _sealed))
        {
            Tell(new Submit(exchange));
            return;
        }

        OnSubmitted();
        exchange.FailUnbound(ClientErrors.AgentClosed(exchange));
        Tell(new SubmitTakenBack());
    }

    /// <summary>A request has reached the actor, or will not.</summary>
    public void OnSubmitted() => Interlocked.Decrement(ref _submitting);

    /// <summary>Refuses further requests for good. In the agent actor's turn. False: one is on its way to it.</summary>
    public bool TrySeal()
    {
        Volatile.Write(ref _sealed, true);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _submitting) == 0)
        {
            return true;
        }

        Volatile.Write(ref _sealed, false);
        return false;
    }

    /// <summary>
    /// Whether an origin waits until another has one connection less: one that becomes idle is closed then. Set by the agent
    /// actor, before it looks for idle ones itself.
    /// </summary>
    public bool IsStarving
    {
        get => Volatile.Read(ref _starving);
        set => Interlocked.Exchange(ref _starving, value);
    }

    /// <summary>Room for another connection. False: the agent has as many as it may have.</summary>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _open) > settings.MaxTotalSockets)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }

        Interlocked.Increment(ref _created);
        return true;
    }

    public void GiveBack() => Interlocked.Decrement(ref _open);

    public void CountRetry() => Interlocked.Increment(ref _retries);

    public void CountEnd(CloseReason reason) => Ends.AddOrUpdate(reason, 1, static (_, count) => count + 1);
}
