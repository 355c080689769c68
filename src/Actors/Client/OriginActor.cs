using Akka.Actor;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Actors.Client;

/// <summary>
/// Parent of the connections to one origin: opens them within the limits and keeps the queue of requests that found none.
/// </summary>
internal sealed class OriginActor(Origin origin) : UntypedActor
{
    private readonly HashSet<ClientConnection> _connections = [];
    private readonly Queue<ClientExchange> _queue = new();
    private long _unusedSince;
    private bool _closing;
    private bool _asked;
    private bool _destroyed;

    private AgentContext Agent => origin.Agent;

    public static Props Props(Origin origin) => Akka.Actor.Props.CreateBy(new ActorProducer<OriginActor>(() => new OriginActor(origin)));

    /// <summary>A failed connection has nothing worth restarting: its octets are lost.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    protected override void PreStart() => _unusedSince = Agent.Time.GetTimestamp();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Submit submit:
                OnSubmit(submit.Exchange);
                break;
            case ConnectionFree free:
                OnFree(free.Connection);
                break;
            case ServeQueue:
                Serve();
                PassOnRoom();
                break;
            case Withdrawn:
                Serve();
                break;
            case ConnectionReleased released:
                OnReleased((ClientConnection)released.Connection);
                break;
            case ClientTick:
                OnTick();
                break;
            case CloseAgent:
                OnClose();
                break;
            case DestroyAgent:
                OnDestroy();
                break;
            case StopIfEmpty:
                OnStopIfEmpty();
                return;
            default:
                Unhandled(message);
                break;
        }

        if (_closing && IsEmpty && !_asked)
        {
            AskToStop();
        }
    }

    private bool IsEmpty => _connections.Count == 0 && _queue.Count == 0;

    /// <summary>Not at once: a request may be on its way through the agent's actor, which knows.</summary>
    private void AskToStop()
    {
        _asked = true;
        Agent.Tell(new OriginEmpty(origin));
    }

    private void OnStopIfEmpty()
    {
        _asked = false;
        if (IsEmpty)
        {
            Context.Stop(Self);
        }
        else
        {
            OnClose();
        }
    }

    protected override void PostStop()
    {
        origin.IsClosing = true;
        FailQueue();
    }

    private void OnSubmit(ClientExchange exchange)
    {
        if (_destroyed)
        {
            exchange.FailUnbound(ClientErrors.For(exchange, CloseReason.Retired, null));
            return;
        }

        if (_queue.Count >= Agent.Settings.MaxQueuedRequests && !DropDead())
        {
            exchange.FailUnbound(ClientErrors.QueueFull(exchange, Agent.Settings.MaxQueuedRequests));
            return;
        }

        exchange.QueuedAt = Agent.Time.GetTimestamp();
        _queue.Enqueue(exchange);
        Serve();
    }

    /// <summary>Requests that were given up make room. False: there were none.</summary>
    private bool DropDead()
    {
        var before = _queue.Count;
        for (var i = 0; i < before; i++)
        {
            var exchange = _queue.Dequeue();
            if (!exchange.IsOver)
            {
                _queue.Enqueue(exchange);
            }
        }

        return _queue.Count < before;
    }

    /// <summary>Gives connections to those that wait, oldest first: idle ones, then new ones.</summary>
    private void Serve()
    {
        // Before the shelf is looked at: a connection that becomes idle from now on is offered to this actor.
        origin.Waiting = _queue.Count;
        while (_queue.TryPeek(out var next))
        {
            if (next.IsOver)
            {
                _queue.Dequeue();
                continue;
            }

            if (!next.NeedsFresh && origin.TakeIdle(next.PreferredLoop) is { } idle)
            {
                _queue.Dequeue();
                idle.Post(next.BeginOn(idle));
            }
            else if (TryOpen(next))
            {
                _queue.Dequeue();
            }
            else
            {
                MakeRoomFor(next);
                break;
            }
        }

        origin.Waiting = _queue.Count;
    }

    /// <summary>Room that was offered to this origin, and that it had no use for, may be another's.</summary>
    private void PassOnRoom()
    {
        if (Agent.IsStarving && Agent.OpenCount < Agent.Settings.MaxTotalSockets)
        {
            Agent.Tell(new RoomAvailable());
        }
    }

    /// <summary>A request that must not have a used connection waits for room: an idle one makes some.</summary>
    private void MakeRoomFor(ClientExchange exchange)
    {
        if (exchange.NeedsFresh)
        {
            origin.Idle.TakeOldest()?.Tell(ConnectionMessage.CloseIdle);
        }
    }

    private bool TryOpen(ClientExchange exchange)
    {
        if (_connections.Count >= Agent.Settings.MaxSockets)
        {
            return false;
        }

        if (!Agent.TryReserve())
        {
            Agent.Tell(new Starving(origin));
            return false;
        }

        var loops = Agent.Loops;
        var loop = loops is null ? null
            : exchange.PreferredLoop >= 0 ? loops.Loops[exchange.PreferredLoop]
            : loops.Next();
        var connection = new ClientConnection(origin, loop, exchange);
        if (!exchange.TryBind(connection))
        {
            // Given up in this moment; it leaves the queue, and there is no connection to make.
            Agent.GiveBack();
            Agent.Tell(new RoomAvailable());
            return true;
        }

        StartActor(connection, loop);
        return true;
    }

    private void StartActor(ClientConnection connection, EventLoop? loop)
    {
        _connections.Add(connection);
        try
        {
            var props = ConnectionActor.Props(connection);
            var actor = Context.ActorOf(
                loop is null ? props : props.WithDispatcher(LoopDispatcher.IdOf(loop.Index)), $"connection-{connection.Id}");
            connection.Attach(actor);
        }
        catch (Exception error)
        {
            Agent.Log.Write(ServerEvent.ConnectionNotStarted, error, connection.Id);
            connection.Release(CloseReason.ActorFailed);
            OnReleased(connection);
        }
    }

    private void OnFree(ClientConnection connection)
    {
        while (_queue.TryDequeue(out var next))
        {
            if (next.IsOver)
            {
                continue;
            }

            if (next.NeedsFresh)
            {
                // It waits for room: this connection makes some.
                _queue.Enqueue(next);
                break;
            }

            origin.Waiting = _queue.Count;
            connection.Post(next.BeginOn(connection));
            return;
        }

        origin.Waiting = _queue.Count;
        if (_closing || _queue.Count > 0 || !origin.Idle.TryPut(connection))
        {
            connection.Tell(ConnectionMessage.CloseIdle);
        }
    }

    private void OnReleased(ClientConnection connection)
    {
        if (_connections.Remove(connection))
        {
            Agent.GiveBack();
            _unusedSince = Agent.Time.GetTimestamp();
            Agent.Tell(new RoomAvailable());
            Serve();
        }
    }

    private void OnTick()
    {
        var now = Agent.Clock.Now;
        foreach (var connection in _connections)
        {
            connection.OnTick(now);
        }

        FailLate();
        if (IsEmpty && !_asked
            && Agent.Time.GetElapsedTime(_unusedSince) > Agent.Settings.OriginIdleTimeout)
        {
            AskToStop();
        }
    }

    private void FailLate()
    {
        var limit = Agent.Settings.QueueTimeout;
        while (limit > TimeSpan.Zero && _queue.TryPeek(out var oldest)
            && (oldest.IsOver || Agent.Time.GetElapsedTime(oldest.QueuedAt) >= limit))
        {
            _queue.Dequeue();
            oldest.FailUnbound(ClientErrors.QueueTimedOut(oldest));
        }

        origin.Waiting = _queue.Count;
    }

    private void OnClose()
    {
        _closing = true;
        origin.IsClosing = true;
        CloseShelf();
        Serve();
    }

    private void CloseShelf()
    {
        while (origin.Idle.TakeOldest() is { } idle)
        {
            idle.Tell(ConnectionMessage.CloseIdle);
        }
    }

    private void OnDestroy()
    {
        _closing = _destroyed = true;
        origin.IsClosing = true;
        FailQueue();
        foreach (var connection in _connections)
        {
            connection.Tell(ConnectionMessage.Abort);
        }
    }

    private void FailQueue()
    {
        while (_queue.TryDequeue(out var exchange))
        {
            exchange.FailUnbound(ClientErrors.For(exchange, CloseReason.Retired, null));
        }

        origin.Waiting = 0;
    }
}
