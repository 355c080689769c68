using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>
/// The policy of time: the phase has a deadline, and so may have the request and the silence; a coarse tick outside
/// compares the first of them.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Headers</term><description>opening or first octet to the end of the head; not moved by octets; 408 if any came</description></item>
/// <item><term>KeepAlive</term><description>idle after a response; not moved by stray CRLF; closes</description></item>
/// <item><term>Inactivity</term><description>nothing moves while an exchange or a close is under way, or a head is awaited; told once, aborts where nobody listens</description></item>
/// <item><term>Request</term><description>first octet to last of a request; not moved by octets; 408</description></item>
/// <item><term>Grace</term><description>an idle connection of a draining server, or one that carried all it may; closes</description></item>
/// <item><term>None</term><description>HTTP has ended on the connection; what follows is not ours to time</description></item>
/// <item><term>Linger</term><description>after the last octet was sent, for the peer's end; releases</description></item>
/// </list>
/// </remarks>
internal sealed partial class ServerSession
{
    private const long Never = long.MaxValue;
    private TimeSpan _inactivity;
    private bool _headStarted;
    private long _phaseAt;
    private long _quietAt;
    private long _requestAt = Never;
    private long _deadlineAt;

    /// <summary>Which deadline runs.</summary>
    public DeadlineKind Deadline { get; private set; }

    /// <summary>When the first of them is over, in milliseconds of the coarse clock; <see cref="long.MaxValue"/> for never. Any thread.</summary>
    public long DeadlineAt => Volatile.Read(ref _deadlineAt);

    /// <summary>Checks the deadlines against the clock.</summary>
    public void OnTick()
    {
        var now = _effects.Now;
        if (now < DeadlineAt || State == SessionState.Closed)
        {
            return;
        }

        if (_requestAt <= now)
        {
            OnRequestTooSlow();
        }
        else if (_phaseAt <= now)
        {
            OnPhaseOver();
        }
        else
        {
            OnQuiet();
        }
    }

    /// <summary>How long nothing may move in this exchange. Zero: for ever.</summary>
    public void SetInactivity(TimeSpan time)
    {
        _inactivity = time;
        if (Deadline is DeadlineKind.Inactivity or DeadlineKind.Headers)
        {
            Rearm();
        }
    }

    private void OnPhaseOver()
    {
        switch (Deadline)
        {
            case DeadlineKind.Headers when _headStarted:
                OnProtocolError(TooSlow("head", nameof(ServerSettings.HeadersTimeout), _settings.HeadersTimeout));
                break;
            case DeadlineKind.Headers:
                Close(CloseReason.HeadersTimeout);
                break;
            case DeadlineKind.KeepAlive:
                Close(CloseReason.KeepAliveTimeout);
                break;
            case DeadlineKind.Grace:
                Close(CloseReason.ServerClosing);
                break;
            case DeadlineKind.Linger:
                _effects.Abort(CloseReason.LastResponse);
                break;
            default:
                OnQuiet();
                break;
        }
    }

    /// <summary>Whoever listens decides, once for each silence; the next octet arms it again.</summary>
    private void OnQuiet()
    {
        if (State is SessionState.Closing || !_effects.TakesTimeout())
        {
            Fail(CloseReason.InactivityTimeout, "timed out: nothing moved on the connection");
        }
        else if (Deadline == DeadlineKind.Inactivity)
        {
            _phaseAt = Never;
            PublishDeadline();
        }
        else
        {
            _quietAt = Never;
            PublishDeadline();
        }
    }

    private void OnRequestTooSlow()
    {
        _requestAt = Never;
        OnProtocolError(
            TooSlow("request", nameof(ServerSettings.RequestTimeout), _settings.RequestTimeout),
            reason: CloseReason.RequestTimeout);
    }

    /// <summary>Octets went out: the peer reads.</summary>
    public void OnOutputProgress()
    {
        if (Deadline != DeadlineKind.Inactivity)
        {
            return;
        }

        if (State == SessionState.AwaitingHead && !_headStarted)
        {
            AwaitNext();
        }
        else
        {
            SetDeadline(DeadlineKind.Inactivity);
        }
    }

    /// <summary>The connection is idle only when its last response has left.</summary>
    private void AwaitNext() => SetDeadline(
        _effects.HasUnsent ? DeadlineKind.Inactivity
        : _draining || IsAtRequestLimit ? DeadlineKind.Grace
        : DeadlineKind.KeepAlive);

    /// <summary>The last octet is out; from now on only the peer's end is awaited.</summary>
    public void OnLingering() => SetDeadline(DeadlineKind.Linger);

    private void NoteHeadStarted(bool octetsWait)
    {
        if (!octetsWait || State != SessionState.AwaitingHead)
        {
            return;
        }

        if (!_headStarted)
        {
            _headStarted = true;
            _requestAt = At(_settings.RequestTimeout);
        }

        if (Deadline != DeadlineKind.Headers)
        {
            SetDeadline(DeadlineKind.Headers);
        }
        else
        {
            _quietAt = At(_inactivity);
            PublishDeadline();
        }
    }

    /// <summary>A head is complete: what the exchange before had set for itself is over.</summary>
    private void OnRequestStarted()
    {
        _inactivity = _settings.InactivityTimeout;
        _requestAt = _requestComplete ? Never : _requestAt == Never ? At(_settings.RequestTimeout) : _requestAt;
        SetDeadline(DeadlineKind.Inactivity);
    }

    private void OnRequestReceived()
    {
        if (_requestAt != Never)
        {
            _requestAt = Never;
            PublishDeadline();
        }
    }

    private static ProtocolError TooSlow(string what, string option, TimeSpan limit) => new(
        408,
        "ERR_HTTP_REQUEST_TIMEOUT",
        $"The {what} was not complete within {limit.TotalSeconds:0.###} s ({option}).");

    private void SetDeadline(DeadlineKind kind)
    {
        Deadline = kind;
        Rearm();
    }

    private void Rearm()
    {
        _phaseAt = At(Deadline switch
        {
            DeadlineKind.Headers => _settings.HeadersTimeout,
            DeadlineKind.KeepAlive when _settings.KeepAliveTimeout > TimeSpan.Zero =>
                _settings.KeepAliveTimeout + _settings.KeepAliveTimeoutBuffer,
            DeadlineKind.KeepAlive => TimeSpan.Zero,
            DeadlineKind.Grace => _settings.IdleGrace,
            DeadlineKind.Linger => _settings.LingerTimeout,
            DeadlineKind.None => TimeSpan.Zero,
            _ => _inactivity,
        });

        // A head that is awaited has two limits: the time it may take, and the silence.
        _quietAt = Deadline == DeadlineKind.Headers ? At(_inactivity) : Never;
        PublishDeadline();
    }

    private void PublishDeadline() =>
        Volatile.Write(ref _deadlineAt, Math.Min(_phaseAt, Math.Min(_quietAt, _requestAt)));

    /// <summary>The coarse clock may be one tick old: without that tick a deadline could pass early.</summary>
    private long At(TimeSpan length) => length <= TimeSpan.Zero
        ? Never
        : _effects.Now + (length.Ticks / TimeSpan.TicksPerMillisecond) + (long)_settings.TickInterval.TotalMilliseconds;
}

/// <summary>The waits that a session can be in.</summary>
internal enum DeadlineKind : byte
{
    Headers,
    KeepAlive,
    Inactivity,
    Grace,
    Linger,
    None,
}
