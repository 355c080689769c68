using System.Buffers;
using Akka.Dispatch;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Transport;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>One connection of an agent: made for a request, then given others while it is idle in between.</summary>
/// <remarks>
/// It belongs to one request at a time. Between two it stands on its origin's shelf; whoever takes it from there posts
/// the request as work, and a connection that died meanwhile sends the request back unharmed.
/// </remarks>
internal sealed partial class ClientConnection : Connection
{
    private readonly ClientSession _session;
    private readonly EventLoop? _loop;
    private readonly long _createdAt;
    private CancellationTokenSource? _connecting;
    private ClientExchange? _exchange;
    private string? _counted;
    private long _idleUntil = long.MaxValue;
    private bool _isConnected;
    private bool _isFree;
    private bool _closesWhenSettled;
    private Queue<IRunnable>? _later;

    /// <param name="origin">Where it goes.</param>
    /// <param name="loop">The loop that its actor lives on; null: the thread pool.</param>
    /// <param name="first">The request that it is made for.</param>
    public ClientConnection(Origin origin, EventLoop? loop, ClientExchange first)
        : base(origin.Agent.NextId(), PendingTransport.Instance)
    {
        Origin = origin;
        _loop = loop;
        _exchange = first;
        _session = new ClientSession(origin.Agent.Settings, this);
        _createdAt = origin.Agent.Time.GetTimestamp();
    }

    public Origin Origin { get; }

    public AgentContext Agent => Origin.Agent;

    /// <summary>Which loop it lives on; 0 where there are none.</summary>
    public int LoopIndex => _loop?.Index ?? 0;

    public ClientState State => _session.State;

    /// <summary>Whether nothing can be sent any more, though an answer may still be read. In turn.</summary>
    public bool TakesNothing => IsOutputLost;

    /// <summary>Whether it served a request before the present one. In turn.</summary>
    public bool IsReused => _session.RequestCount > 1;

    /// <summary>Whether it is idle for longer than it may be, or too old for another request. Any thread.</summary>
    public bool IsExpired => Volatile.Read(ref _idleUntil) is var until && until != long.MaxValue && Agent.Time.GetTimestamp() >= until;

    public override int HighWaterMark => Agent.Settings.HighWaterMark;

    public override long DeadlineAt => _session.DeadlineAt;

    internal ClientSession Session => _session;

    protected override HttpLog Log => Agent.Log;

    protected override MessageExchange? Current => _exchange;

    protected override bool WantsInput => _isConnected && _session.WantsInput;

    protected override bool WatchesInput => _isConnected && _session.WatchesInput;

    protected override bool HoldsEnd => _session.State == ClientState.ReadingBody;

    /// <summary>Nothing of the peer is wanted any more, and it has all we sent: there is nothing to wait for.</summary>
    public override void OnRawLingering() => End(CloseReason.TunnelEnded);

    /// <inheritdoc/>
    public override string ToString() => $"client connection {Id} to {Origin}";

    /// <summary>Takes a request, in turn or after the last one. False: it cannot, and has not touched it.</summary>
    public bool TryBegin(ClientExchange exchange)
    {
        if (IsOver || !_isConnected || _exchange is not null || _session.State != ClientState.Idle)
        {
            return false;
        }

        if (HasUnseenInput)
        {
            // Whatever it is, it is not the answer to a request that was not sent yet.
            End(CloseReason.Poisoned);
            return false;
        }

        if (!exchange.TryBind(this))
        {
            _isFree = true;
            return true;
        }

        _exchange = exchange;
        Begin();
        return true;
    }

    /// <summary>The reader of a response has begun, stopped, gone on or left.</summary>
    public void OnDemandChanged(ClientExchange exchange)
    {
        if (InTurn && ReferenceEquals(exchange, _exchange))
        {
            _session.OnDemandChanged();
        }
    }

    /// <summary>Runs <paramref name="work"/> when this turn is over, on the same loop: user code outside of every turn.</summary>
    public void CallAfterTurn(IRunnable work)
    {
        if (InTurn)
        {
            (_later ??= new Queue<IRunnable>(1)).Enqueue(work);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }

    /// <summary>Whether small packets leave at once. In turn, while an exchange has it.</summary>
    public void SetNoDelay(bool on) => Transport.SetNoDelay(on);

    /// <summary>Whether TCP checks it while it is idle. In turn, while an exchange has it.</summary>
    public void SetKeepAlive(bool on, TimeSpan delay) => Transport.SetKeepAlive(on, Math.Max(1, (int)delay.TotalSeconds));

    /// <summary>The exchange under way fails with an error of its own, and the connection with it.</summary>
    public void FailExchange(ClientExchange exchange, Exception error, CloseReason reason)
    {
        if (ReferenceEquals(exchange, _exchange))
        {
            _exchange = null;
            SetReason(reason);
            exchange.Fail(error);
            End(reason);
        }
    }

    /// <inheritdoc/>
    public override void OnUserCodeFailed(MessageExchange? exchange, Exception error)
    {
        if (exchange is ClientExchange ours && ours.IsEcho(error))
        {
            Log.Write(ServerEvent.CallbackCutOff, null, this, error.Message);
            return;
        }

        var current = ReferenceEquals(exchange, _exchange) ? _exchange : null;
        if (current is null || error is not LocalProtocolException)
        {
            Log.Write(ServerEvent.CallbackFailed, error, this);
            Agent.UserCodeFailed?.Invoke(error);
        }

        if (current is not null)
        {
            // A message that cannot be sent as it was written is this request's own failure, and told by it alone.
            FailExchange(current, ClientErrors.Callback(current, error), CloseReason.HandlerFailed);
        }
    }

    protected override void OnLateWorkFailed(Exception error) => OnUserCodeFailed(null, error);

    protected override void Open()
    {
        _connecting = new CancellationTokenSource();
        Connector.ConnectAsync(Origin, _loop, _connecting.Token)
            .ContinueWith(
                (task, self) => ((ClientConnection)self!).Post(new ConnectedWork((ClientConnection)self, task)),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
    }

    protected override void BeginTurn()
    {
    }

    protected override void Handle(ConnectionMessage message)
    {
        switch (message.Kind)
        {
            case ConnectionMessage.Kinds.DeadlinePassed:
                _session.OnTick();
                break;
            case ConnectionMessage.Kinds.CloseIdle:
                CloseIdle();
                break;
            default:
                base.Handle(message);
                break;
        }
    }

    protected override InputProgress OnInput(ref ReadOnlySequence<byte> input)
    {
        _exchange?.NoteActivity();
        return Raw is { } raw ? raw.OnInput(ref input) : _session.OnInput(ref input);
    }

    protected override void OnInputEnd(bool failed) => _session.OnInputEnded(failed);

    protected override void OnOutputProgress()
    {
        _exchange?.NoteActivity();
        _session.OnOutputProgress();
    }

    /// <summary>The server may have answered before it closed: what it sent is read first, and says how it ended.</summary>
    protected override void OnOutputFailed()
    {
        if (_exchange is null)
        {
            Abort(CloseReason.TransportFailed);
            return;
        }

        StopOutput();
        _exchange?.OnWritingOver();
        _session.OnOutputFailed();
    }

    protected override void OnSettled()
    {
        if (_closesWhenSettled && !IsOver && (!HasUnsent || IsOutputLost || !_session.RequestComplete))
        {
            End(CloseReason.LastResponse);
        }

        if (_isFree && !IsOver)
        {
            Offer();
        }

        while (_later is not null && _later.TryDequeue(out var work))
        {
            RunAfterTurn(work);
        }
    }

    protected override bool OnOver()
    {
        _connecting?.Cancel();
        Origin.Idle.TryRemove(this);

        // Octets that were sent are to arrive; an idle connection has none, and what breaks an exchange says so.
        var orderly = _session.State is ClientState.Idle or ClientState.Closing || Reason is CloseReason.TunnelEnded or CloseReason.LastResponse;
        _session.OnClosed();
        return orderly;
    }

    protected override void OnReleased()
    {
        Agent.CountEnd(Reason);
        Count(null);
        if (_isConnected && HttpInstruments.ClientConnectionDuration.Enabled)
        {
            HttpInstruments.ClientConnectionDuration.Record(Agent.Time.GetElapsedTime(_createdAt).TotalSeconds, TagsOf(null));
        }
    }

    private void RunAfterTurn(IRunnable work)
    {
        if (_loop is not null)
        {
            _loop.Enqueue(work);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }
}
