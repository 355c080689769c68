using System.Buffers;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>
/// One server connection as a state machine: no actor, no socket, no clock inside.
/// </summary>
/// <remarks>
/// <code>
/// AwaitingHead ─head→ Dispatching ─handlers returned→ ReadingBody ─end of request→ Responding
///      ↑                                                  │                            │
///      │                                            response ended               response ended
///      │                                                  ↓                            │
///      ├──────────────── end of request ───────────── Draining                         │
///      └───────────────────────────── next cycle ──────────────────────────────────────┘
/// Dispatching ─CONNECT or Upgrade that somebody takes→ Switched
/// any ─last response, refusal, deadline→ Closing ─flushed, peer's end→ Closed
/// </code>
/// The wire's own states (who may send what) live in <see cref="Http1Connection"/>; here is only what the connection
/// is busy with. Pipelining is held back: a head is read only in <see cref="SessionState.AwaitingHead"/>.
/// </remarks>
internal sealed partial class ServerSession
{
    private readonly Http1Connection _wire;
    private readonly ServerSettings _settings;
    private readonly ISessionEffects _effects;
    private int _exchangesThisTurn;
    private long _discarded;
    private bool _requestComplete;
    private bool _responseComplete;
    private bool _draining;

    // The client waits for 100 before it sends its body, and did not get it.
    private bool _awaits100;

    public ServerSession(ServerSettings settings, ISessionEffects effects)
    {
        _settings = settings;
        _effects = effects;
        _wire = new Http1Connection(Role.Server, settings.Limits);
        UseInactivity(settings.InactivityTimeout);
        SetDeadline(DeadlineKind.Headers);
    }

    public SessionState State { get; private set; } = SessionState.AwaitingHead;

    /// <summary>Exchanges started so far.</summary>
    public long ExchangeCount { get; private set; }

    /// <summary>Whether this is the last exchange that the connection may carry.</summary>
    public bool IsAtRequestLimit => _settings.MaxRequestsPerSocket > 0 && ExchangeCount >= _settings.MaxRequestsPerSocket;

    /// <summary>Whether octets would be parsed now.</summary>
    public bool WantsInput => State switch
    {
        SessionState.AwaitingHead => !_effects.OutputCongested,
        SessionState.ReadingBody or SessionState.Draining => _effects.BodyDemand != BodyDemand.None,
        SessionState.Closing => true,
        _ => false,
    };

    public void BeginTurn() => _exchangesThisTurn = 0;

    /// <summary>Parses from the front of <paramref name="input"/>, which is advanced by what was consumed.</summary>
    public InputProgress OnInput(ref ReadOnlySequence<byte> input)
    {
        if (_bodyWaitSince != NotWaiting)
        {
            EndBodyWait();
        }

        while (WantsInput)
        {
            if (State == SessionState.Closing)
            {
                return Discard(ref input);
            }

            if (State == SessionState.AwaitingHead && _exchangesThisTurn >= _settings.ExchangesPerTurn)
            {
                return input.IsEmpty ? InputProgress.NeedInput : InputProgress.Yield;
            }

            if (!Step(ref input))
            {
                return InputProgress.NeedInput;
            }
        }

        return InputProgress.Blocked;
    }

    private bool Step(ref ReadOnlySequence<byte> input)
    {
        var before = input;
        switch (_wire.Read(ref input))
        {
            case ReadEvent.NeedMore:
                NoteHeadStarted(!input.IsEmpty);
                AwaitBody();
                return false;
            case ReadEvent.RequestHead:
                OnHead(_wire.RequestHead!, ref input);
                return true;
            case ReadEvent.Data:
                OnData(_wire.Data);
                return true;
            case ReadEvent.EndOfMessage:
                OnRequestEnd();
                return true;
            case ReadEvent.Error:
                OnProtocolError(_wire.Error!, before, Parsed(before.Length - input.Length));
                return true;
            case var other:
                throw new InvalidOperationException($"The wire answered {other} in session state {State}.");
        }
    }

    private void OnHead(RequestHead head, ref ReadOnlySequence<byte> input)
    {
        ExchangeCount++;
        _exchangesThisTurn++;
        _requestSince = _headStarted ? _requestSince : _effects.Now;
        _headStarted = false;
        _discarded = 0;
        _requestComplete = false;
        if (head.HasBody)
        {
            BeginBody();
        }
        else
        {
            _requestComplete = _wire.Read(ref input) == ReadEvent.EndOfMessage;
        }

        if (_draining)
        {
            _wire.CloseAfterThis();
        }

        Move(SessionState.Dispatching);
        UseInactivity(_settings.InactivityTimeout);
        SetDeadline(DeadlineKind.Inactivity);
        if (ExchangeCount > _settings.MaxRequestsPerSocket && _settings.MaxRequestsPerSocket > 0)
        {
            Drop(head);
            return;
        }

        if ((head.IsConnect || head.IsUpgrade) && TrySwitch(head, ref input))
        {
            return;
        }

        if (head.IsConnect)
        {
            // Nobody listens for tunnels: Node closes the socket.
            Close(CloseReason.NotAccepted);
            return;
        }

        Dispatch(head, bodyBegan: !input.IsEmpty);
    }

    private void Drop(RequestHead head)
    {
        _effects.Drop(head);
        Refuse(new ProtocolError(503, "ERR_HTTP_REQUEST_DROPPED", $"The connection has carried {_settings.MaxRequestsPerSocket} requests (MaxRequestsPerSocket)."));
    }

    /// <summary>A request with a body is never switched: its octets would be taken for the new protocol's.</summary>
    private bool TrySwitch(RequestHead head, ref ReadOnlySequence<byte> input)
    {
        if (!_requestComplete || !_effects.Switches(head))
        {
            return false;
        }

        if (State == SessionState.Dispatching)
        {
            var first = input.ToArray();
            input = input.Slice(input.End);
            _wire.SwitchProtocol();
            Move(SessionState.Switched);
            SetDeadline(DeadlineKind.None);
            _effects.Switch(head, first);
        }

        return true;
    }

    private void Dispatch(RequestHead head, bool bodyBegan)
    {
        var kind = RequestKind.Ordinary;
        if (head.HasOtherExpectation)
        {
            if (!_effects.Hears(RequestKind.Expectation))
            {
                Refuse(new ProtocolError(417, "ERR_HTTP_EXPECTATION", "The expectation cannot be met; only 100-continue is known (RFC 9110 section 10.1.1)."));
                return;
            }

            kind = RequestKind.Expectation;
        }
        else if (head.ExpectsContinue)
        {
            kind = Expect100(bodyBegan);
        }

        _effects.Publish(head, kind);
        if (State == SessionState.Dispatching)
        {
            Settle();
        }
    }

    /// <summary>Somebody who listens decides; otherwise the client is told to go on, if it waits for it.</summary>
    private RequestKind Expect100(bool bodyBegan)
    {
        if (_effects.Hears(RequestKind.Continue))
        {
            _awaits100 = !_requestComplete && !bodyBegan;
            return RequestKind.Continue;
        }

        if (!_requestComplete)
        {
            _wire.WriteInformational(_effects.Output, 100, []);
        }

        return RequestKind.Ordinary;
    }

    private void OnData(ReadOnlySequence<byte> data)
    {
        _awaits100 = false;
        _bodyOctets += data.Length;
        SetDeadline(DeadlineKind.Inactivity);
        if (_effects.BodyDemand == BodyDemand.Flow)
        {
            _effects.DeliverBody(data);
            return;
        }

        _discarded += data.Length;
        if (_discarded > _settings.MaxDiscardedBytes)
        {
            // Cheaper for both sides than reading on (RFC 9112 section 9.3 allows it).
            _effects.LimitReached(nameof(ServerSettings.MaxDiscardedBytes));
            EndUnread();
        }
    }

    private void EndUnread()
    {
        _effects.EndExchange();
        Close(CloseReason.LastResponse);
    }

    private void OnRequestEnd()
    {
        _requestComplete = true;
        if (Deadline == DeadlineKind.Request)
        {
            SetDeadline(DeadlineKind.Inactivity);
        }

        _effects.DeliverEnd(_wire.Trailers);
        if (State is SessionState.ReadingBody or SessionState.Draining)
        {
            Settle();
        }
    }

    /// <summary>Goes where the two halves of the exchange say.</summary>
    private void Settle()
    {
        switch (_requestComplete, _responseComplete)
        {
            case (false, false):
                Move(SessionState.ReadingBody);
                break;
            case (true, false):
                Move(SessionState.Responding);
                break;
            case (false, true) when !_wire.KeepAlive && _effects.BodyDemand == BodyDemand.Discard:
                EndUnread();
                break;
            case (false, true):
                Move(SessionState.Draining);
                break;
            default:
                EndExchange();
                break;
        }
    }

    private void EndExchange()
    {
        _effects.EndExchange();
        if (State is SessionState.Closing or SessionState.Closed)
        {
            return;
        }

        if (!_wire.CanStartNextCycle)
        {
            Close(CloseReason.LastResponse);
            return;
        }

        _wire.StartNextCycle();
        _responseStarted = _responseComplete = _awaits100 = false;
        Move(SessionState.AwaitingHead);
        AwaitNext();
    }

    private bool ExchangeUnderWay => State
        is SessionState.Dispatching or SessionState.ReadingBody or SessionState.Responding or SessionState.Draining;

    private void Move(SessionState next)
    {
        if (State == SessionState.Closed && next != SessionState.Closed)
        {
            throw new InvalidOperationException($"A session in state {State} cannot become {next}.");
        }

        State = next;
    }
}
