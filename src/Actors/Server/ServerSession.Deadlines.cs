using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>
/// The policy of time, one deadline at a time; a coarse tick outside compares it.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Headers</term><description>opening or first octet to the end of the head; not moved by octets; 408 if any came</description></item>
/// <item><term>KeepAlive</term><description>idle after a response; not moved by stray CRLF; closes</description></item>
/// <item><term>Inactivity</term><description>nothing moves while an exchange or a close is under way; aborts</description></item>
/// <item><term>Grace</term><description>an idle connection of a draining server; closes</description></item>
/// <item><term>None</term><description>HTTP has ended on the connection; what follows is not ours to time</description></item>
/// <item><term>Linger</term><description>after the last octet was sent, for the peer's end; releases</description></item>
/// </list>
/// </remarks>
internal sealed partial class ServerSession
{
    private bool _headStarted;
    private long _deadlineAt;

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
                Refuse(TooSlow());
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
                Fail(CloseReason.InactivityTimeout, "timed out: nothing moved on the connection");
                break;
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
        _effects.HasUnsent ? DeadlineKind.Inactivity : _draining ? DeadlineKind.Grace : DeadlineKind.KeepAlive);

    /// <summary>The last octet is out; from now on only the peer's end is awaited.</summary>
    public void OnLingering() => SetDeadline(DeadlineKind.Linger);

    private void NoteHeadStarted(bool octetsWait)
    {
        if (!octetsWait || _headStarted || State != SessionState.AwaitingHead)
        {
            return;
        }

        _headStarted = true;
        if (Deadline != DeadlineKind.Headers)
        {
            SetDeadline(DeadlineKind.Headers);
        }
    }

    private ProtocolError TooSlow() => new(
        408,
        "ERR_HTTP_REQUEST_TIMEOUT",
        $"The request head was not complete within {_settings.HeadersTimeout.TotalSeconds:0.###} s (HeadersTimeout).");

    private void SetDeadline(DeadlineKind kind)
    {
        var length = kind switch
        {
            DeadlineKind.Headers => _settings.HeadersTimeout,
            DeadlineKind.KeepAlive when _settings.KeepAliveTimeout > TimeSpan.Zero =>
                _settings.KeepAliveTimeout + _settings.KeepAliveTimeoutBuffer,
            DeadlineKind.KeepAlive => TimeSpan.Zero,
            DeadlineKind.Grace => _settings.IdleGrace,
            DeadlineKind.Linger => _settings.LingerTimeout,
            DeadlineKind.None => TimeSpan.Zero,
            _ => _settings.InactivityTimeout,
        };
        Deadline = kind;

        // The coarse clock may be one tick old: without that tick a deadline could pass early.
        var atLeast = (length.Ticks + _settings.TickInterval.Ticks) / TimeSpan.TicksPerMillisecond;
        Volatile.Write(ref _deadlineAt, length > TimeSpan.Zero ? _effects.Now + atLeast : long.MaxValue);
    }
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
