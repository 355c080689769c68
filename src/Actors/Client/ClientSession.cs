using System.Buffers;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>
/// One client connection as a state machine: no actor, no socket, no clock inside.
/// </summary>
/// <remarks>
/// <code>
/// Idle ─request→ AwaitingHead ─head→ ReadingBody ─end of response→ Finishing ─end of request→ Idle
///                     │ 101, 2xx to CONNECT
///                     ↓
///                  Switched
/// any ─poison, failure, deadline, last response→ Closed
/// </code>
/// What has arrived with a response's head goes to the exchange at once, up to <see cref="MaxReceivedWithHead"/>, also
/// before anybody asks for it: a small response is complete within one turn and frees its connection.
/// </remarks>
internal sealed partial class ClientSession
{
    private const int MaxReceivedWithHead = 64 * 1024;
    private readonly Http1Connection _wire;
    private readonly ClientSettings _settings;
    private readonly IClientEffects _effects;
    private RequestSettings _request = RequestSettings.Default;
    private bool _requestComplete;
    private bool _responseComplete;
    private bool _outputFailed;
    private long _discarded;

    public ClientSession(ClientSettings settings, IClientEffects effects)
    {
        _settings = settings;
        _effects = effects;
        _wire = new Http1Connection(Role.Client, settings.Limits);
    }

    public ClientState State { get; private set; } = ClientState.Idle;

    /// <summary>Requests begun so far.</summary>
    public long RequestCount { get; private set; }

    /// <summary>Whether the current request's head has been staged.</summary>
    public bool HeadSent { get; private set; }

    /// <summary>Whether any octet of the current response has been seen.</summary>
    public bool ResponseBegan { get; private set; }

    /// <summary>Whether the final response's head has come.</summary>
    public bool ResponseHeadSeen { get; private set; }

    /// <summary>Whether the current request is complete on the wire.</summary>
    public bool RequestComplete => _requestComplete;

    /// <summary>Whether content may be staged: false after an answer made it pointless.</summary>
    public bool TakesContent => State is ClientState.AwaitingHead or ClientState.ReadingBody or ClientState.Finishing && !_requestComplete;

    /// <summary>Whether octets would be parsed now.</summary>
    public bool WantsInput => State switch
    {
        ClientState.Idle or ClientState.AwaitingHead => true,
        ClientState.ReadingBody => _effects.BodyDemand != BodyDemand.None,
        _ => false,
    };

    /// <summary>Whether the peer's end is listened for.</summary>
    public bool WatchesInput => WantsInput || State == ClientState.Finishing;

    /// <summary>Parses from the front of <paramref name="input"/>, which is advanced by what was consumed.</summary>
    public InputProgress OnInput(ref ReadOnlySequence<byte> input)
    {
        while (WantsInput)
        {
            if (State == ClientState.Idle)
            {
                return OnIdleInput(ref input);
            }

            if (!Step(ref input))
            {
                return InputProgress.NeedInput;
            }
        }

        return InputProgress.Blocked;
    }

    /// <summary>Begins a request; its head is still to be sent.</summary>
    public void Begin(RequestSettings request)
    {
        Use(request);
        RequestCount++;
        HeadSent = ResponseBegan = ResponseHeadSeen = false;
        _requestComplete = _responseComplete = false;
        _discarded = 0;
        Move(ClientState.AwaitingHead);
        StopDeadline();
    }

    /// <summary>The consumer's wish has changed, or its body has begun to be thrown away.</summary>
    public void OnDemandChanged()
    {
        if (State == ClientState.ReadingBody)
        {
            SetBodyDeadline();
        }
    }

    /// <summary>The peer will send nothing more.</summary>
    /// <param name="failed">False: an orderly end. True: the connection is broken.</param>
    public void OnInputEnded(bool failed)
    {
        switch (State)
        {
            case ClientState.Closed or ClientState.Switched or ClientState.Closing:
                return;
            case ClientState.Idle:
                _effects.Close(CloseReason.PeerClosed);
                return;
            case ClientState.Finishing:
                // The answer is complete: what is left of the request has no reader.
                _effects.EndExchange(persists: false);
                return;
            default:
                EndResponse(failed);
                return;
        }
    }

    /// <summary>Nothing can be sent any more: an answer that is there, or under way, counts all the same (RFC 9112 section 9.5).</summary>
    public void OnOutputFailed()
    {
        _outputFailed = true;
        if (State == ClientState.Finishing)
        {
            _effects.EndExchange(persists: false);
        }
        else if (State == ClientState.AwaitingHead)
        {
            SetDeadline(ClientDeadline.Headers);
        }
    }

    public void OnClosed() => State = ClientState.Closed;

    private InputProgress OnIdleInput(ref ReadOnlySequence<byte> input)
    {
        if (!input.IsEmpty)
        {
            // What nobody asked for must never be taken for the answer to the next request.
            input = input.Slice(input.End);
            _effects.Close(CloseReason.Poisoned);
        }

        return InputProgress.NeedInput;
    }

    private bool Step(ref ReadOnlySequence<byte> input)
    {
        switch (_wire.Read(ref input))
        {
            case ReadEvent.NeedMore:
                ResponseBegan |= !input.IsEmpty;
                return false;
            case ReadEvent.Informational:
                OnInformation(_wire.ResponseHead!, ref input);
                return true;
            case ReadEvent.ResponseHead:
                OnHead(_wire.ResponseHead!, ref input);
                return true;
            case ReadEvent.Data:
                OnData(_wire.Data);
                return true;
            case ReadEvent.EndOfMessage:
                var trailers = _wire.Trailers;
                _responseComplete = true;
                _effects.DeliverEnd(trailers);
                Settle(!input.IsEmpty);
                return true;
            case ReadEvent.Paused:
                return false;
            case ReadEvent.Error:
                ResponseBegan = true;
                _effects.Fail(CloseReason.ProtocolError, _wire.Error);
                return true;
            case var other:
                throw new InvalidOperationException($"The wire answered {other} in client state {State}.");
        }
    }

    private void OnInformation(ResponseHead head, ref ReadOnlySequence<byte> input)
    {
        ResponseBegan = true;
        if (head.StatusCode == 101)
        {
            Switch(head, ref input);
            return;
        }

        SetDeadline(ClientDeadline.Headers);
        _effects.DeliverInformation(head);
    }

    private void Switch(ResponseHead head, ref ReadOnlySequence<byte> input)
    {
        Move(ClientState.Switched);
        StopDeadline();
        var first = input.ToArray();
        input = input.Slice(input.End);
        _effects.Switch(head, first);
    }

    private void OnHead(ResponseHead head, ref ReadOnlySequence<byte> input)
    {
        ResponseBegan = ResponseHeadSeen = true;
        if (_wire.TheirState == SideState.SwitchedProtocol)
        {
            Switch(head, ref input);
            return;
        }

        Move(ClientState.ReadingBody);
        var received = TakeReceived(ref input);
        if (State != ClientState.ReadingBody)
        {
            return;
        }

        SetDeadline(ClientDeadline.Body);
        _effects.DeliverHead(head, received, _responseComplete, _wire.Trailers);
        if (_responseComplete && State == ClientState.ReadingBody)
        {
            Settle(!input.IsEmpty);
        }
        else if (_failure is not null && State == ClientState.ReadingBody)
        {
            _effects.Fail(CloseReason.ProtocolError, _failure);
        }
    }

    private ProtocolError? _failure;

    /// <summary>What of the body is there already; it belongs to the exchange for good.</summary>
    private byte[] TakeReceived(ref ReadOnlySequence<byte> input)
    {
        _failure = null;
        var received = Array.Empty<byte>();
        while (received.Length < MaxReceivedWithHead)
        {
            switch (_wire.Read(ref input))
            {
                case ReadEvent.Data when received.Length == 0:
                    received = _wire.Data.ToArray();
                    break;
                case ReadEvent.Data:
                    received = [.. received, .. _wire.Data.ToArray()];
                    break;
                case ReadEvent.EndOfMessage:
                    _responseComplete = true;
                    return received;
                case ReadEvent.Error:
                    _failure = _wire.Error;
                    return received;
                default:
                    return received;
            }
        }

        return received;
    }

    private void OnData(ReadOnlySequence<byte> data)
    {
        SetBodyDeadline();
        if (_effects.BodyDemand == BodyDemand.Flow)
        {
            _effects.DeliverBody(data);
            return;
        }

        _discarded += data.Length;
        if (_discarded > _settings.MaxDiscardedBytes)
        {
            // Cheaper than reading on: a new connection costs less than the rest.
            _effects.Fail(CloseReason.Discarded, null);
        }
    }

    private void EndResponse(bool failed)
    {
        if (!failed && _wire.ReadEnd() is ReadEvent.EndOfMessage)
        {
            _responseComplete = true;
            _effects.DeliverEnd(_wire.Trailers);
            _effects.EndExchange(persists: false);
            return;
        }

        _effects.Fail(failed ? CloseReason.TransportFailed : CloseReason.PeerAborted, null);
    }

    /// <summary>Goes where the two halves of the exchange say.</summary>
    private void Settle(bool octetsLeft)
    {
        if (State is ClientState.Closed or ClientState.Closing || !_responseComplete)
        {
            return;
        }

        if (octetsLeft || !_wire.KeepAlive || _outputFailed)
        {
            // What follows a complete response has no reader; what is left of the request has none either.
            _effects.EndExchange(persists: false);
            return;
        }

        if (!_requestComplete)
        {
            Move(ClientState.Finishing);
            SetDeadline(ClientDeadline.Body);
            return;
        }

        NoteHint(_wire.ResponseHead!);
        var persists = _wire.CanStartNextCycle && MayIdle;
        if (persists)
        {
            _wire.StartNextCycle();
            Move(ClientState.Idle);
        }

        _effects.EndExchange(persists);
    }

    private void Move(ClientState next)
    {
        if (State == ClientState.Closed)
        {
            throw new InvalidOperationException($"A client session in state {State} cannot become {next}.");
        }

        State = next;
    }
}
