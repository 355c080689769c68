using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>
/// The policy of time, one deadline at a time; a coarse tick outside compares it.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Headers</term><description>opening or first octet to the end of the head; not moved by octets; 408 if any came</description></item>
/// <item><term>KeepAlive</term><description>idle after a response; not moved by stray CRLF; closes</description></item>
/// <item><term>Inactivity</term><description>nothing moves while an exchange or a close is under way; told once, aborts where nobody listens</description></item>
/// <item><term>Silence</term><description>the same while a head is awaited, whose own time goes on</description></item>
/// <item><term>Grace</term><description>an idle connection of a draining server, or one that carried all it may; closes</description></item>
/// <item><term>None</term><description>HTTP has ended on the connection; what follows is not ours to time</description></item>
/// <item><term>BodyRate</term><description>content comes too slowly; 408, or an abort where an answer has begun</description></item>
/// <item><term>Request</term><description>the whole request took too long; the same</description></item>
/// <item><term>Linger</term><description>after the last octet was sent, for the peer's end; moved by octets up to a cap; releases</description></item>
/// </list>
/// </remarks>
internal sealed partial class ServerSession
{
    private const long Never = long.MaxValue;
    private TimeSpan _inactivity;

    // The same in milliseconds of the coarse clock, one tick included; 0 for ever.
    private long _quietLength;
    private bool _headStarted;
    private long _headDue;
    private long _deadlineAt;
    private long _lingerSince;

    /// <summary>Which deadline runs.</summary>
    public DeadlineKind Deadline { get; private set; }

    /// <summary>When it is over, in milliseconds of the coarse clock; <see cref="long.MaxValue"/> for never. Any thread.</summary>
    public long DeadlineAt => Volatile.Read(ref _deadlineAt);

    /// <summary>Checks the deadline against the clock.</summary>
    public void OnTick()
    {
        if (_effects.Now < DeadlineAt || State == SessionState.Closed)
        {
            return;
        }

        switch (Deadline)
        {
            case DeadlineKind.Headers when _headStarted:
                OnProtocolError(TooSlow());
                break;
            case DeadlineKind.Headers:
                _effects.LimitReached(nameof(ServerSettings.HeadersTimeout));
                Close(CloseReason.HeadersTimeout);
                break;
            case DeadlineKind.BodyRate:
                OnBodyTooSlow();
                break;
            case DeadlineKind.Request:
                OnRequestTooSlow();
                break;
            case DeadlineKind.KeepAlive or DeadlineKind.Grace when _effects.HasInput:
                // A request that has arrived is not lost for a tick's sake.
                Volatile.Write(ref _deadlineAt, _effects.Now + 1);
                break;
            case DeadlineKind.KeepAlive:
                _effects.LimitReached(nameof(ServerSettings.KeepAliveTimeout));
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

    /// <summary>How long nothing may move in this exchange. Zero: for ever.</summary>
    public void SetInactivity(TimeSpan time)
    {
        UseInactivity(time);
        if (Deadline == DeadlineKind.Inactivity)
        {
            SetDeadline(DeadlineKind.Inactivity);
        }
    }

    /// <summary>Whoever listens decides, once for each silence: the next octet arms it again.</summary>
    private void OnQuiet()
    {
        if (State == SessionState.Closing || !_effects.TakesTimeout())
        {
            // The public name of InactivityTimeout; a peer that does not read is found by it too.
            _effects.LimitReached("Timeout");
            Fail(CloseReason.InactivityTimeout, "timed out: nothing moved on the connection");
            return;
        }

        if (State != SessionState.Closed)
        {
            var isHead = Deadline == DeadlineKind.Silence;
            Arm(isHead ? DeadlineKind.Headers : DeadlineKind.Inactivity, isHead ? _headDue : Never);
        }
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
    public void OnLingering()
    {
        _lingerSince = _effects.Now;
        SetDeadline(DeadlineKind.Linger);
    }

    private void LingerOn()
    {
        // A server that ends waits once: the answer is out, and the peer has had the time to read it.
        if (Deadline == DeadlineKind.Linger && !_draining && _effects.Now - _lingerSince < _settings.MaxLingerTime.TotalMilliseconds)
        {
            SetDeadline(DeadlineKind.Linger);
        }
    }

    private void NoteHeadStarted(bool octetsWait)
    {
        if (!octetsWait || State != SessionState.AwaitingHead)
        {
            return;
        }

        if (!_headStarted)
        {
            _headStarted = true;
            _requestSince = _effects.Now;
        }

        if (Deadline is DeadlineKind.Headers or DeadlineKind.Silence)
        {
            AwaitHead();
        }
        else
        {
            SetDeadline(DeadlineKind.Headers);
        }
    }

    /// <summary>A head that is awaited has two limits: the time it may take, and the silence.</summary>
    private void AwaitHead()
    {
        var quiet = QuietDue;
        Arm(quiet < _headDue ? DeadlineKind.Silence : DeadlineKind.Headers, Math.Min(quiet, _headDue));
    }

    private ProtocolError TooSlow() => new(
        408,
        "ERR_HTTP_REQUEST_TIMEOUT",
        $"The request head was not complete within {_settings.HeadersTimeout.TotalSeconds:0.###} s (HeadersTimeout).")
    {
        Limit = nameof(ServerSettings.HeadersTimeout),
    };

    private void UseInactivity(TimeSpan time)
    {
        if (time != _inactivity)
        {
            _inactivity = time;
            _quietLength = Length(time);
        }
    }

    private void SetDeadline(DeadlineKind kind)
    {
        if (kind == DeadlineKind.Inactivity)
        {
            Arm(kind, QuietDue);
            return;
        }

        var due = At(kind switch
        {
            DeadlineKind.Headers => _settings.HeadersTimeout,
            DeadlineKind.KeepAlive when _settings.KeepAliveTimeout > TimeSpan.Zero =>
                _settings.KeepAliveTimeout + _settings.KeepAliveTimeoutBuffer,
            DeadlineKind.KeepAlive => TimeSpan.Zero,
            DeadlineKind.Grace => _settings.IdleGrace,
            DeadlineKind.Linger => _settings.LingerTimeout,
            _ => TimeSpan.Zero,
        });
        if (kind == DeadlineKind.Headers)
        {
            _headDue = due;
            AwaitHead();
        }
        else
        {
            Arm(kind, due);
        }
    }

    private void Arm(DeadlineKind kind, long due)
    {
        Deadline = TryCapByRequestTimeout(ref due) ? DeadlineKind.Request : kind;
        Volatile.Write(ref _deadlineAt, due);
    }

    private long QuietDue => _quietLength > 0 ? _effects.Now + _quietLength : Never;

    private long At(TimeSpan time) => Length(time) is > 0 and var length ? _effects.Now + length : Never;

    /// <summary>The coarse clock may be one tick old: without that tick a deadline could pass early.</summary>
    private long Length(TimeSpan time) =>
        time > TimeSpan.Zero ? (time.Ticks + _settings.TickInterval.Ticks) / TimeSpan.TicksPerMillisecond : 0;
}

/// <summary>The waits that a session can be in.</summary>
internal enum DeadlineKind : byte
{
    Headers,
    KeepAlive,
    Inactivity,
    Silence,
    BodyRate,
    Request,
    Grace,
    Linger,
    None,
}
