namespace HttpActors.Protocol;

/// <summary>
/// One HTTP/1.1 connection, either end, without I/O: bytes come in and events go out, messages come in and bytes go out.
/// </summary>
/// <remarks>
/// A cycle is one request and its response. Read until <see cref="ReadEvent.Paused"/>, <see cref="ReadEvent.NeedMore"/>
/// or an end; write meanwhile; when <see cref="CanStartNextCycle"/> says so, start the next one. A pipelined request is
/// not looked at before that. Between messages nothing of the input is held. Not safe for use by two threads at once.
/// </remarks>
public sealed partial class Http1Connection
{
    private Http1Limits _limits;
    private ConnectionState _state;

    /// <summary>Creates a connection between two idle sides.</summary>
    /// <param name="role">Which side we are.</param>
    /// <param name="limits">What the peer may cost us.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limits contradict each other.</exception>
    public Http1Connection(Role role, Http1Limits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        Role = role;
        _limits = limits;
        ResetMessages();
    }

    /// <summary>Which side we are.</summary>
    public Role Role { get; }

    /// <summary>The two tables: what both sides are doing. A snapshot.</summary>
    public ConnectionState State => _state;

    /// <summary>What our side is doing.</summary>
    public SideState OurState => _state.Of(Role);

    /// <summary>What the peer's side is doing.</summary>
    public SideState TheirState => _state.Of(Peer);

    /// <summary>Whether another cycle can follow, as far as known now.</summary>
    public bool KeepAlive => _state.KeepAlive && Lives(_state.Client) && Lives(_state.Server);

    /// <summary>Whether both messages are complete and the connection persists.</summary>
    public bool CanStartNextCycle => _state.CanStartNextCycle;

    /// <summary>Whether <see cref="Read"/> would answer <see cref="ReadEvent.Paused"/> whatever the input.</summary>
    public bool IsPaused => TheirState is SideState.Done or SideState.MightSwitchProtocol or SideState.SwitchedProtocol;

    /// <summary>Whether a part of the next head was read: such a connection is not idle, and its end is an error.</summary>
    public bool HasPartialHead => TheirState is SideState.Idle or SideState.SendResponse && _scanner.Scanned > 0;

    private Role Peer => Role == Role.Client ? Role.Server : Role.Client;

    /// <summary>Forgets the current messages and lets the next request be read or written.</summary>
    /// <exception cref="LocalProtocolException">A message is incomplete, or the connection does not persist.</exception>
    public void StartNextCycle()
    {
        _state.StartNextCycle();
        ResetMessages();
    }

    /// <summary>
    /// No cycle follows this one: a response head not yet written will say <c>Connection: close</c>. On an idle
    /// connection one more request is still read and answered.
    /// </summary>
    public void CloseAfterThis() => _state.DisableKeepAlive();

    /// <summary>
    /// Hands the connection over to the protocol the request asked for, without writing a response: for callers who
    /// let the new protocol's code write 101 or 2xx itself. Nothing is parsed or framed any more.
    /// </summary>
    /// <exception cref="LocalProtocolException">No Upgrade or CONNECT is pending, or we are the client.</exception>
    public void SwitchProtocol()
    {
        var what = _state.ConnectPending ? ConnectionEvent.SwitchConnect : ConnectionEvent.SwitchUpgrade;
        if (Role != Role.Server)
        {
            throw _state.Illegal(Role, what.ToString());
        }

        _state.Apply(Role.Server, what);
    }

    /// <summary>Limits for the messages to come.</summary>
    /// <param name="limits">They replace those given before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limits contradict each other.</exception>
    public void UseLimits(Http1Limits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!ReferenceEquals(limits, _limits))
        {
            limits.Validate();
            _limits = limits;

            // What was read before may be too much now.
            _responseBefore = null;
        }
    }

    private static bool Lives(SideState state) =>
        state is not (SideState.MustClose or SideState.Closed or SideState.Error or SideState.SwitchedProtocol);

    private void ResetMessages()
    {
        RequestHead = null;
        ResponseHead = null;
        Trailers = default;
        _data = default;
        _scanner = new HeadScanner(Role == Role.Server ? HeadKind.Request : HeadKind.Response);
        _chunks = default;
        _emptyLines = 0;
        _informational = 0;
        _incoming = BodyFraming.None;
        _incomingLength = 0;
        _sentMethod = KnownMethod.Other;
        OutgoingFraming = BodyFraming.None;
        _outgoingLeft = 0;
        BodyAllowed = false;
    }
}
