using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Transport;
using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Server;

/// <summary>
/// One connection: the session with its transport, driven by the turns of its actor.
/// </summary>
/// <remarks>
/// A turn begins with a message, runs what it brought, then settles: parses what may be parsed, sends once what was
/// staged, and asks the transport for at most one wake-up in each direction. Everything here runs in a turn unless it
/// says "any thread".
/// </remarks>
internal sealed partial class ServerConnection : ITurnOwner
{
    private const int RoundsPerTurn = 16;
    private readonly ConnectionTransport _transport;
    private readonly ServerSession _session;
    private readonly TurnQueue _queue;
    private ConnectionTurns? _turns;
    private IActorRef _self = ActorRefs.Nobody;
    private int _turnThread;
    private int _reason;
    private int _released;
    private Action<CloseReason>? _ended;
    private object? _facade;

    public ServerConnection(ServerContext server, ConnectionTransport transport)
    {
        Server = server;
        Id = server.NextId();
        _transport = transport;
        _session = new ServerSession(server.Settings, this);
        _queue = new TurnQueue(
            () => Tell(ConnectionMessage.WorkPosted),
            error => OnHandlerFailed(null, error));
        _onInputReady = () => Tell(ConnectionMessage.InputReady);
        server.ConnectionCreated(this);
    }

    public ServerContext Server { get; }

    /// <summary>Unique within the server, counted from 1.</summary>
    public long Id { get; }

    public EndPoint? LocalEndPoint => _transport.LocalEndPoint;

    public EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    public SessionState State => _session.State;

    /// <summary>Why it ended; <see cref="CloseReason.None"/> while it has not. Any thread.</summary>
    public CloseReason Reason => (CloseReason)Volatile.Read(ref _reason);

    /// <summary>When its deadline is over, in milliseconds of the coarse clock. Any thread.</summary>
    public long DeadlineAt => _session.DeadlineAt;

    /// <summary>True when nothing is left to do but to stop the actor.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The facade's object for this connection, made when it is first asked for.</summary>
    public object FacadeOr(Func<ServerConnection, object> make)
    {
        lock (_queue)
        {
            return _facade ??= make(this);
        }
    }

    /// <summary>Raised once, when everything is released.</summary>
    public event Action<CloseReason>? Ended
    {
        add => _ended += value;
        remove => _ended -= value;
    }

    /// <inheritdoc/>
    public bool InTurn => _turnThread == Environment.CurrentManagedThreadId;

    /// <summary>In turn, and nothing posted before is still waiting: a call may act at once without overtaking.</summary>
    public bool ActsAtOnce => InTurn && !_queue.HasWork;

    /// <summary>Any thread.</summary>
    public void Post(TurnWork work) => _queue.Post(work);

    /// <inheritdoc/>
    public UserCodeScope EnterUserCode(TurnSynchronizationContext context)
    {
        var scope = new UserCodeScope(context, this);
        context.OnEntered();
        return scope;
    }

    /// <summary>For what belongs to the connection and to no exchange.</summary>
    private UserCodeScope EnterUserCode() => EnterUserCode(_turns ??= new ConnectionTurns(this));

    /// <summary>Its actor exists; messages go there from now on.</summary>
    public void Attach(IActorRef self) => _self = self;

    /// <summary>The actor has started and owns the transport.</summary>
    public void Start(IActorRef self)
    {
        _self = self;
        Server.ConnectionStarted(this);
        RunTurn(static connection => connection.Open());
    }

    /// <inheritdoc/>
    public override string ToString() => $"connection {Id} from {RemoteEndPoint}";

    public void OnMessage(ConnectionMessage message)
    {
        switch (message.Kind)
        {
            case ConnectionMessage.Kinds.InputReady:
                RunTurn(static connection => connection.OnInputReady());
                break;
            case ConnectionMessage.Kinds.OutputReady:
                RunTurn(static connection => connection.OnOutputReady());
                break;
            case ConnectionMessage.Kinds.WorkPosted:
                RunTurn(static connection => connection.RunPostedWork());
                break;
            case ConnectionMessage.Kinds.TurnContinued:
                RunTurn(static connection => connection._yielded = false);
                break;
            case ConnectionMessage.Kinds.DeadlinePassed:
                RunTurn(static connection => connection._session.OnTick());
                break;
            case ConnectionMessage.Kinds.Drain:
                RunTurn(static connection => connection._session.OnDrain());
                break;
            case ConnectionMessage.Kinds.CloseIdle:
                RunTurn(static connection => connection._session.OnCloseIdle());
                break;
            case ConnectionMessage.Kinds.Abort:
                RunTurn(static connection => connection.Abort(CloseReason.Destroyed));
                break;
            default:
                throw new InvalidOperationException($"A connection does not know the message {message.Kind}.");
        }
    }

    /// <summary>The actor has stopped: everything is released, once.</summary>
    public void Release(CloseReason reason)
    {
        if (Interlocked.Exchange(ref _released, 1) == 1)
        {
            return;
        }

        _turnThread = Environment.CurrentManagedThreadId;
        try
        {
            End(reason);
            FailExchange(Reason, "aborted");
            FailFlushWaiters();
        }
        finally
        {
            // Whatever a transport or a follower throws: the connection is gone and counts no more.
            _turnThread = 0;
            _queue.Close();
            Server.ConnectionEnded(this, Reason);
        }

        TellEnd();
    }

    private void TellEnd()
    {
        try
        {
            using (EnterUserCode())
            {
                _ended?.Invoke(Reason);
            }
        }
        catch (Exception error)
        {
            Server.Log.Error(error, "A listener for the end of connection {0} failed.", Id);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunTurn(Action<ServerConnection> step)
    {
        _turnThread = Environment.CurrentManagedThreadId;
        try
        {
            if (!IsOver)
            {
                _session.BeginTurn();
                step(this);
                Settle();
            }
        }
        finally
        {
            _turnThread = 0;
        }
    }

    private void Open()
    {
        try
        {
            using (EnterUserCode())
            {
                Server.Connections.Publish(this);
            }
        }
        catch (Exception error)
        {
            Server.Log.Error(error, "A listener for new connections failed; connection {0} is closed.", Id);
            Abort(CloseReason.HandlerFailed);
        }
    }

    private void RunPostedWork()
    {
        _queue.BeginBatch();
        while (!IsOver && _queue.Take() is { } work)
        {
            RunGuarded(work);
        }
    }

    private void RunGuarded(TurnWork work)
    {
        try
        {
            work.Run();
        }
        catch (Exception error)
        {
            OnHandlerFailed((work as ExchangeWork)?.Exchange, error);
        }
    }

    /// <summary>
    /// User code of <paramref name="exchange"/> threw: logged once, and it costs that exchange and no other. One that is
    /// over already, or none, costs nothing but the log line.
    /// </summary>
    public void OnHandlerFailed(ServerExchange? exchange, Exception error)
    {
        if (exchange is not null && exchange.IsEcho(error))
        {
            // The peer left and the handler noticed: nobody's fault, and logged where the connection ended.
            Server.Log.Debug("A handler on connection {0} ended with its exchange: {1}", Id, error.Message);
            return;
        }

        Server.Log.Error(error, "A handler failed on connection {0} ({1}).", Id, RemoteEndPoint);
        if (exchange is not null && ReferenceEquals(exchange, Exchange))
        {
            _session.OnHandlerFailed();
        }
    }

    /// <summary>Parses, sends, and asks for wake-ups until nothing moves any more in this turn.</summary>
    private void Settle()
    {
        var rounds = 0;
        do
        {
            if (++rounds > RoundsPerTurn)
            {
                ContinueLater(InputProgress.Yield);
                break;
            }

            PumpInput();
            Exchange?.DeliverPending();
            FlushOutput();
            NotifyFlushed();
        }
        while (!IsOver && (InputCanMove || OutputCanMove || WaiterIsDue));
        FinishClosing();
    }
}
