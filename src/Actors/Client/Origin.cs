using Akka.Actor;

namespace HttpActors.Actors.Client;

/// <summary>One place that requests go to, as all threads see it: its idle connections and whether requests wait.</summary>
/// <remarks>Its actor owns connections and queue; a request that finds an idle connection and nobody before it needs no actor.</remarks>
internal sealed class Origin
{
    private int _waiting;
    private bool _closing;

    public Origin(AgentContext agent, OriginKey key)
    {
        Agent = agent;
        Key = key;
        IsPlain = key.IsPlain;
        Idle = new IdleShelf(agent.Loops?.Loops.Count ?? 1, agent.Settings.Fifo, agent.Settings.MaxFreeSockets);
    }

    private IActorRef _actor = ActorRefs.Nobody;

    /// <summary>The Host field's value for it, kept by the facade.</summary>
    public string? HostField { get; set; }

    /// <summary>Whether host and port say all about it.</summary>
    public bool IsPlain { get; }

    public AgentContext Agent { get; }

    public OriginKey Key { get; }

    public IdleShelf Idle { get; }

    /// <summary>Requests that wait for a connection.</summary>
    public int Waiting
    {
        get => Volatile.Read(ref _waiting);
        set => Interlocked.Exchange(ref _waiting, value);
    }

    /// <summary>No connection becomes idle any more: it closes.</summary>
    public bool IsClosing
    {
        get => Volatile.Read(ref _closing);
        set => Volatile.Write(ref _closing, value);
    }

    /// <summary>Forgotten for having been without use; a request takes its successor.</summary>
    public bool IsRetired { get; set; }

    public void Attach(IActorRef actor) => Volatile.Write(ref _actor, actor);

    /// <summary>To its actor. Any thread, once a request was submitted.</summary>
    public void Tell(object message) => Volatile.Read(ref _actor).Tell(message, ActorRefs.NoSender);

    /// <summary>An idle connection for a request that begins on <paramref name="loop"/>; those idle for too long are closed on the way.</summary>
    public ClientConnection? TakeIdle(int loop)
    {
        while (Idle.Take(loop) is { } connection)
        {
            if (!connection.IsExpired)
            {
                return connection;
            }

            connection.Tell(ConnectionMessage.CloseIdle);
        }

        return null;
    }

    /// <summary>A connection has nothing to do. In its turn. False: nobody wants it.</summary>
    public bool Offer(ClientConnection connection)
    {
        if (Waiting > 0)
        {
            Tell(new ConnectionFree(connection));
            return true;
        }

        if (IsClosing || !Idle.TryPut(connection))
        {
            return false;
        }

        // A request may have begun to wait, or the agent to close, since we looked: whoever comes second sees the other.
        Interlocked.MemoryBarrier();
        if ((Waiting > 0 || IsClosing) && Idle.TryRemove(connection))
        {
            Tell(new ConnectionFree(connection));
        }
        else if (Agent.IsStarving && Idle.TryRemove(connection))
        {
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Key.ToString();
}
