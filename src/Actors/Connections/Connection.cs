using System.Buffers;
using System.Net;
using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Transport;
using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Connections;

/// <summary>
/// One connection, of a server or a client: a transport driven by the turns of its actor.
/// </summary>
/// <remarks>
/// A turn begins with a message, runs what it brought, then settles: parses what may be parsed, sends once what was
/// staged, and asks the transport for at most one wake-up in each direction. Everything here runs in a turn unless it
/// says "any thread".
/// </remarks>
internal abstract partial class Connection : ITurnOwner
{
    private const int RoundsPerTurn = 16;
    private ConnectionTransport _transport;
    private readonly TurnQueue _queue;
    private ConnectionTurns? _turns;
    private IActorRef _self = ActorRefs.Nobody;
    private int _turnThread;
    private int _reason;
    private int _released;

    protected Connection(long id, ConnectionTransport transport)
    {
        Id = id;
        _transport = transport;
        _queue = new TurnQueue(AskForTurn, OnLateWorkFailed);
        _onInputReady = () => Tell(ConnectionMessage.InputReady);
    }

    /// <summary>Unique within its server or agent, counted from 1.</summary>
    public long Id { get; }

    public EndPoint? LocalEndPoint => _transport.LocalEndPoint;

    public EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    /// <summary>Octets staged above which writers wait.</summary>
    public abstract int HighWaterMark { get; }

    /// <summary>Why it ended; <see cref="CloseReason.None"/> while it has not. Any thread.</summary>
    public CloseReason Reason => (CloseReason)Volatile.Read(ref _reason);

    /// <summary>When its deadline is over, in milliseconds of the coarse clock. Any thread.</summary>
    public abstract long DeadlineAt { get; }

    /// <summary>True when nothing is left to do but to stop the actor.</summary>
    public bool IsOver { get; private set; }

    /// <inheritdoc/>
    public bool InTurn => _turnThread == Environment.CurrentManagedThreadId;

    /// <summary>In turn, and nothing posted before is still waiting: a call may act at once without overtaking.</summary>
    public bool ActsAtOnce => InTurn && !_queue.HasWork;

    protected abstract HttpLog Log { get; }

    /// <summary>The exchange under way; null between two.</summary>
    protected abstract MessageExchange? Current { get; }

    /// <summary>Whether octets would be parsed now.</summary>
    protected abstract bool WantsInput { get; }

    /// <summary>Whether a read stays armed although nothing would be parsed, so that the peer's disappearance is noticed.</summary>
    protected abstract bool WatchesInput { get; }

    /// <summary>Whether an orderly end of the input waits behind a body that is stopped.</summary>
    protected abstract bool HoldsEnd { get; }

    protected bool FlushPending => _flushPending;

    protected bool HasUnsent => _staged > _flushed;

    protected bool InputEnded => _inputEnded;

    protected ConnectionTransport Transport => _transport;

    /// <summary>
    /// Whether octets, or the peer's end, are there that nobody has looked at. A read that was woken says so only where
    /// nothing else does: sockets wake it for nothing now and then.
    /// </summary>
    protected bool HasUnseenInput => _octetsHeld || _inputEnded || (_transport.HasInput ?? (_readPending && _read.IsCompleted));

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
    protected UserCodeScope EnterUserCode() => EnterUserCode(_turns ??= new ConnectionTurns(this));

    /// <summary>Any thread.</summary>
    public void Tell(ConnectionMessage message) => _self.Tell(message, ActorRefs.NoSender);

    /// <summary>Its actor exists; messages go there from now on.</summary>
    public void Attach(IActorRef self) => _self = self;

    /// <summary>The actor has started and owns the transport.</summary>
    public virtual void Start(IActorRef self)
    {
        _self = self;
        RunTurn(null);
    }

    /// <summary>A turn for <paramref name="message"/>.</summary>
    public void OnMessage(ConnectionMessage message) => RunTurn(message);

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
            FailCurrent(Reason, "aborted");
            FailFlushWaiters();
        }
        finally
        {
            // Whatever a transport or a follower throws: the connection is gone and counts no more.
            _turnThread = 0;
            _queue.Close();
            OnReleased();
        }

        _transport.ReleaseBuffers();
        TellEnd();
    }

    /// <summary>The connection that was being made is there.</summary>
    protected void Adopt(ConnectionTransport transport) => Volatile.Write(ref _transport, transport);

    /// <summary>Ends the connection now; an exchange under way fails.</summary>
    public void Abort(CloseReason reason)
    {
        SetReason(reason);
        FailCurrent(reason, "aborted");
        End(reason);
    }

    /// <summary>
    /// User code of <paramref name="exchange"/> threw: logged once, and it costs that exchange and no other. One that is
    /// over already, or none, costs nothing but the log line.
    /// </summary>
    public abstract void OnUserCodeFailed(MessageExchange? exchange, Exception error);

    /// <summary>Work that ran after the last turn threw. Any thread.</summary>
    protected abstract void OnLateWorkFailed(Exception error);

    /// <summary>The first turn.</summary>
    protected abstract void Open();

    protected abstract void BeginTurn();

    /// <summary>Parses from the front of <paramref name="input"/>, which is advanced by what was consumed.</summary>
    protected abstract InputProgress OnInput(ref ReadOnlySequence<byte> input);

    /// <summary>The peer will send nothing more; <paramref name="failed"/>: the connection is broken.</summary>
    protected abstract void OnInputEnd(bool failed);

    /// <summary>Octets went out: the peer reads.</summary>
    protected abstract void OnOutputProgress();

    /// <summary>Nothing can be sent any more.</summary>
    protected abstract void OnOutputFailed();

    /// <summary>The exchange under way will never be complete.</summary>
    protected abstract void FailCurrent(CloseReason reason, string detail);

    /// <summary>Nothing moves any more in this turn.</summary>
    protected virtual void OnSettled()
    {
    }

    /// <summary>The connection is over, whoever ended it. True: what was sent may still arrive; false: it is reset.</summary>
    protected abstract bool OnOver();

    /// <summary>Everything is released.</summary>
    protected abstract void OnReleased();

    protected virtual void Handle(ConnectionMessage message)
    {
        switch (message.Kind)
        {
            case ConnectionMessage.Kinds.InputReady:
                OnInputReady();
                break;
            case ConnectionMessage.Kinds.OutputReady:
                OnOutputReady();
                break;
            case ConnectionMessage.Kinds.WorkPosted:
                RunPostedWork();
                break;
            case ConnectionMessage.Kinds.TurnContinued:
                _yielded = false;
                break;
            case ConnectionMessage.Kinds.TransportLost:
                OnTransportLost();
                break;
            case ConnectionMessage.Kinds.Abort:
                Abort(CloseReason.Destroyed);
                break;
            default:
                throw new InvalidOperationException($"A connection does not know the message {message.Kind}.");
        }
    }

    protected void End(CloseReason reason)
    {
        if (IsOver)
        {
            return;
        }

        SetReason(reason);
        IsOver = true;
        _raw?.OnOver(Reason);
        if (OnOver())
        {
            _transport.Close();
        }
        else
        {
            _transport.Abort();
        }
    }

    protected void SetReason(CloseReason reason) =>
        Interlocked.CompareExchange(ref _reason, (int)reason, (int)CloseReason.None);

    private void RunTurn(ConnectionMessage? message)
    {
        _turnThread = Environment.CurrentManagedThreadId;
        try
        {
            if (IsOver)
            {
                return;
            }

            _turnBegan = _flushed;
            BeginTurn();
            if (message is null)
            {
                Open();
            }
            else
            {
                Handle(message);
            }

            Settle();
            if (_queue.HasWork)
            {
                Tell(ConnectionMessage.WorkPosted);
            }
        }
        finally
        {
            _turnThread = 0;
        }
    }

    /// <summary>Work was posted. A turn looks for work before it ends, so that its own needs no message.</summary>
    private void AskForTurn()
    {
        if (!InTurn)
        {
            Tell(ConnectionMessage.WorkPosted);
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
            OnUserCodeFailed((work as ExchangeWork)?.Owner, error);
        }
    }

    /// <summary>Runs posted work, parses, sends, and asks for wake-ups until nothing moves any more in this turn.</summary>
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

            if (_queue.HasWork)
            {
                RunPostedWork();
            }

            PumpInput();
            Current?.DeliverPending();
            FlushOutput();
            NotifyFlushed();
        }
        while (!IsOver && (InputCanMove || OutputCanMove || WaiterIsDue || _queue.HasWork));
        if (HasSentItsShare)
        {
            ContinueLater(InputProgress.Yield);
        }

        WatchForLoss();
        OnSettled();
    }
}
