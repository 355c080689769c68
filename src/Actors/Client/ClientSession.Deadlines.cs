using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>
/// The policy of time, one deadline at a time; a coarse tick outside compares it.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Headers</term><description>from the last octets of the request, and each 1xx, to the response's head</description></item>
/// <item><term>Body</term><description>between two pieces of the response; also while nobody takes it</description></item>
/// <item><term>Idle</term><description>between two requests: the server's hint less the buffer, or the agent's time</description></item>
/// </list>
/// </remarks>
internal sealed partial class ClientSession
{
    private long _deadlineAt = long.MaxValue;
    private int _hintSeconds = -1;
    private int _hintRequests = -1;

    /// <summary>Which deadline runs.</summary>
    public ClientDeadline Deadline { get; private set; }

    /// <summary>When it is over, in milliseconds of the coarse clock; <see cref="long.MaxValue"/> for never. Any thread.</summary>
    public long DeadlineAt => Volatile.Read(ref _deadlineAt);

    /// <summary>How long this connection may be idle: the server's hint less the buffer, within bounds. Zero: for ever.</summary>
    public TimeSpan IdleTime => _hintSeconds < 0 ? _settings.KeepAliveTimeout
        : HintedTime < _settings.MaxKeepAliveTimeout ? HintedTime
        : _settings.MaxKeepAliveTimeout;

    /// <summary>A hint may leave no time at all, or no request.</summary>
    private bool MayIdle => _hintRequests != 0 && (_hintSeconds < 0 || HintedTime > TimeSpan.Zero);

    private TimeSpan HintedTime => TimeSpan.FromSeconds(_hintSeconds) - _settings.KeepAliveTimeoutBuffer;

    /// <summary>The connection waits for its next request from now on.</summary>
    public void OnIdle() => SetDeadline(ClientDeadline.Idle);

    /// <summary>Checks the deadline against the clock.</summary>
    public void OnTick()
    {
        if (_effects.Now < DeadlineAt || State is ClientState.Closed or ClientState.Closing)
        {
            return;
        }

        switch (Deadline)
        {
            case ClientDeadline.Idle:
                _effects.Close(CloseReason.KeepAliveTimeout);
                break;
            case ClientDeadline.Headers when !_requestComplete && !_effects.HasUnsent:
                // It is the writer who is slow, not the server.
                SetDeadline(ClientDeadline.Headers);
                break;
            case ClientDeadline.Headers:
                _effects.Fail(CloseReason.HeadersTimeout, null);
                break;
            case ClientDeadline.Discard:
                _effects.Fail(CloseReason.Discarded, null);
                break;
            default:
                _effects.Fail(CloseReason.BodyTimeout, null);
                break;
        }
    }

    /// <summary>Octets went out: the server reads.</summary>
    public void OnOutputProgress()
    {
        if (State == ClientState.AwaitingHead && !_requestComplete)
        {
            SetDeadline(ClientDeadline.Headers);
        }
    }

    private void NoteHint(ResponseHead head)
    {
        _hintSeconds = head.KeepAliveTimeoutSeconds;
        _hintRequests = head.KeepAliveMaxRequests;
    }

    /// <summary>What nobody wants has one time for all of it: pieces that come now and then must not hold the connection.</summary>
    private void SetBodyDeadline()
    {
        if (_effects.BodyDemand != BodyDemand.Discard)
        {
            SetDeadline(ClientDeadline.Body);
        }
        else if (Deadline != ClientDeadline.Discard)
        {
            SetDeadline(ClientDeadline.Discard);
        }
    }

    private void StopDeadline() => Volatile.Write(ref _deadlineAt, long.MaxValue);

    private void SetDeadline(ClientDeadline kind)
    {
        var length = kind switch
        {
            ClientDeadline.Idle => IdleTime,
            ClientDeadline.Headers => _request.HeadersTimeout ?? _settings.HeadersTimeout,
            ClientDeadline.Discard => _settings.DiscardTimeout,
            _ => _request.BodyTimeout ?? _settings.BodyTimeout,
        };
        Deadline = kind;
        var never = length <= TimeSpan.Zero;

        // The coarse clock may be one tick old: without that tick a deadline could pass early.
        var atLeast = (length + _settings.TickInterval).Ticks / TimeSpan.TicksPerMillisecond;
        Volatile.Write(ref _deadlineAt, never ? long.MaxValue : _effects.Now + atLeast);
    }
}

/// <summary>The waits that a client session can be in.</summary>
internal enum ClientDeadline : byte
{
    Idle,
    Headers,
    Body,
    Discard,
}
