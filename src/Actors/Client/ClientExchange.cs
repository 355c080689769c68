using System.Diagnostics;
using Akka.Dispatch;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Client;

/// <summary>
/// One request and its response, on whichever connection carries it.
/// </summary>
/// <remarks>
/// <code>
/// made ─submitted→ waiting ─bound→ on a connection ─begun→ sending and receiving ─both complete→ wire over ─taken→ over
///                     ↑               │ connection was dead, or died before an answer
///                     └───────────────┘
/// </code>
/// Until a connection takes it, calls of its user are kept here in their order; from then on they travel to that
/// connection's turn. Terminal news come once: in the turn where there is one, else on the thread pool.
/// </remarks>
internal sealed partial class ClientExchange : MessageExchange
{
    private ClientConnection? _carrier;
    private ClientConnection? _turns;
    private List<Action<Exception?>>? _overCallbacks;
    private CancellationTokenRegistration _cancellation;
    private Exception? _failure;
    private bool _socketTold;
    private bool _wireOver;
    private int _over;

    public ClientExchange(AgentContext agent, Origin origin, RequestSettings settings)
    {
        NeedsFresh = settings.OneOff;
        Agent = agent;
        Origin = origin;
        Settings = settings;
    }

    public AgentContext Agent { get; }

    public Origin Origin { get; set; }

    /// <summary>The request as others see it; null while nobody looks.</summary>
    public ClientExchangeTelemetry? Telemetry { get; set; }

    /// <summary>The facade's object; set before it is submitted.</summary>
    public IRequestParty Party { get; set; } = null!;

    public RequestSettings Settings { get; private set; }

    /// <summary>The loop on which it was submitted; -1: none.</summary>
    public int PreferredLoop { get; set; } = -1;

    /// <summary>When it began to wait for a connection, as a timestamp.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Whether it must not have a connection that was used before.</summary>
    public bool NeedsFresh { get; private set; }

    /// <summary>How often it was begun on a connection.</summary>
    public int Attempt { get; private set; }

    /// <summary>Whether nothing more will happen to it. Any thread.</summary>
    public bool IsOver => Volatile.Read(ref _over) == 1;

    /// <summary>Whether the connection that carries it, or carried it last, served another request before.</summary>
    public bool IsReused { get; private set; }

    /// <summary>Not an object of its own, for there is an exchange a request; nobody else locks this one.</summary>
    private object Gate => this;

    /// <inheritdoc/>
    public override Connection? Carrier => _turns;

    /// <inheritdoc/>
    public override Connection? Held => Volatile.Read(ref _wireOver) && _turns is not { Raw: not null } ? null : _turns;

    /// <inheritdoc/>
    public override bool JoinsDuplicates => Settings.JoinDuplicateHeaders;

    /// <summary>How far it is, for errors.</summary>
    public HttpPhase Phase => HasResponse ? HttpPhase.Body
        : RequestEnded ? HttpPhase.Headers
        : Volatile.Read(ref _begun) ? HttpPhase.Send
        : _carrier is not null ? HttpPhase.Connect
        : HttpPhase.Queue;

    /// <inheritdoc/>
    public override bool IsClosed => Volatile.Read(ref _failure) is not null || Volatile.Read(ref _writingOver);

    protected override ITurnOwner Owner => _turns!;

    /// <summary>Asks for a connection. Any thread, once.</summary>
    public void Submit(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((ClientExchange)state!).Destroy(new HttpAbortException(token)), this);
        }

        if (Agent.IsClosing)
        {
            FailUnbound(ClientErrors.AgentClosed(this));
        }
        else if (!IsOver)
        {
            Agent.Dispatch(this);
        }
    }

    /// <summary>The work that gives this to <paramref name="connection"/>.</summary>
    public TurnWork BeginOn(ClientConnection connection) => new BeginWork(this, connection);

    /// <summary>False: it was given up, and the connection is free for another.</summary>
    public bool TryBind(ClientConnection connection)
    {
        lock (Gate)
        {
            if (IsOver)
            {
                return false;
            }

            _carrier = _turns = connection;
            return true;
        }
    }

    /// <summary>Whether the user was told its connection, or could have been. Any thread.</summary>
    public bool HasSocket => Volatile.Read(ref _socketTold);

    /// <summary>Says which connection it is; once, however many are tried.</summary>
    private void TellSocket(ClientConnection connection)
    {
        // Whole fence: a listener that comes right now is seen here, or sees this.
        if (!Interlocked.Exchange(ref _socketTold, true))
        {
            Guarded(static (exchange, on) => exchange.Party.OnSocket(on), connection);
        }
    }

    /// <summary>The connection takes it: what was called before happens now. In turn.</summary>
    public void BeginInTurn(ClientConnection connection)
    {
        Attempt++;
        IsReused = connection.IsReused;
        TellSocket(connection);
        if (!IsOver && ReferenceEquals(_carrier, connection))
        {
            BeginSending(connection);
        }
    }

    /// <summary>Sends it again, on a connection that was not used before. In turn.</summary>
    public void Repeat()
    {
        lock (Gate)
        {
            _carrier = null;
            _begun = false;
        }

        NeedsFresh = true;
        Agent.CountRetry();
        ResetForRepeat();
        Agent.Dispatch(this);
    }

    /// <summary>A connection turned out to be dead before anything was sent.</summary>
    public void Resubmit()
    {
        if (!IsOver)
        {
            Agent.Dispatch(this);
        }
    }

    /// <summary>Whether <paramref name="error"/> only says that this exchange was cut off before.</summary>
    public bool IsEcho(Exception error) => _failure is not null
        && (error is HttpException or OperationCanceledException or HttpStateException { Code: "ERR_STREAM_DESTROYED" });

    /// <summary>It waited for a connection and will not get one. Any thread. False: it has got one.</summary>
    public bool FailUnbound(Exception error)
    {
        lock (Gate)
        {
            if (_carrier is not null)
            {
                return false;
            }

            if (!TryEnd(error))
            {
                return true;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static exchange => exchange.TellFailure(), this, preferLocal: false);
        return true;
    }

    /// <summary>It will never be complete. In turn.</summary>
    public void Fail(Exception error)
    {
        if (TryEnd(error))
        {
            TellFailure();
        }
    }

    /// <summary>Both messages are complete on the wire, or as complete as they will be. In turn.</summary>
    public void OnWireOver(ClientConnection connection)
    {
        Debug.Assert(ReferenceEquals(_carrier, connection), "An exchange ends on the connection that carries it.");
        Volatile.Write(ref _wireOver, true);
        Telemetry?.Stop(_statusCode, null);
        StopTimer();
        OnWritingOver();
        DeliverPending();
    }

    /// <inheritdoc/>
    public override void Destroy(Exception? error = null)
    {
        ClientConnection? carrier;
        lock (Gate)
        {
            carrier = _carrier;
        }

        if (carrier is null)
        {
            Withdraw(error ?? ClientErrors.HangUp(this));
        }
        else if (carrier.ActsAtOnce)
        {
            DestroyInTurn(carrier, error);
        }
        else
        {
            carrier.Post(new DestroyWork(this, carrier, error));
        }
    }

    /// <inheritdoc/>
    public override void WhenOver(Action<Exception?> callback)
    {
        lock (Gate)
        {
            if (!IsOver)
            {
                (_overCallbacks ??= []).Add(callback);
                return;
            }
        }

        CallLater(() => callback(_failure));
    }

    /// <inheritdoc/>
    public override void CallLater(Action callback)
    {
        if (_turns is { } connection)
        {
            connection.Post(new CallWork(this, callback));
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Run(), new CallWork(this, callback), preferLocal: false);
        }
    }

    /// <summary>Runs <paramref name="work"/> outside of the turn, behind it. In turn, or on the thread pool.</summary>
    public void CallAfterTurn(IRunnable work)
    {
        if (_turns is { InTurn: true } connection)
        {
            connection.CallAfterTurn(work);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }

    /// <inheritdoc/>
    public override void FailHandler(Exception error)
    {
        if (_turns is { } connection)
        {
            connection.Post(new FailedWork(this, connection, error));
        }
        else
        {
            Agent.UserCodeFailed?.Invoke(error);
        }
    }

    protected override void OnContinuationFailed(Exception error) => FailHandler(error);
}
