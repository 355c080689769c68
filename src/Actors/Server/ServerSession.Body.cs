using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>
/// How slowly a request body may come: an average rate since its beginning, after a grace, and the whole request within
/// its time.
/// </summary>
/// <remarks>
/// Only the time in which we wait for the peer counts, not that in which the receiver of the body does not want any. The
/// rate is a deadline like the others: so many octets are good for so many seconds of waiting.
/// </remarks>
internal sealed partial class ServerSession
{
    private const long NotWaiting = -1;
    private long _bodyOctets;
    private long _bodyWaited;
    private long _bodyWaitSince = NotWaiting;
    private long _requestSince;

    private void BeginBody()
    {
        _bodyOctets = _bodyWaited = 0;
        _bodyWaitSince = NotWaiting;
    }

    /// <summary>All that came is used up; the peer owes the next octets.</summary>
    private void AwaitBody()
    {
        if (_settings.MinRequestBodyRate <= 0 || State is not (SessionState.ReadingBody or SessionState.Draining))
        {
            return;
        }

        if (_bodyWaitSince == NotWaiting)
        {
            _bodyWaitSince = _effects.Now;
        }

        var grace = (long)_settings.MinRequestBodyRateGrace.TotalMilliseconds;
        var paidFor = Math.Max(grace, (long)(_bodyOctets * 1000 / _settings.MinRequestBodyRate));
        var due = _bodyWaitSince + paidFor - _bodyWaited + (long)_settings.TickInterval.TotalMilliseconds;
        if (due < DeadlineAt)
        {
            Deadline = DeadlineKind.BodyRate;
            Volatile.Write(ref _deadlineAt, due);
        }
    }

    /// <summary>Something came, or the receiver has had enough for now.</summary>
    private void EndBodyWait()
    {
        _bodyWaited += _effects.Now - _bodyWaitSince;
        _bodyWaitSince = NotWaiting;
        if (Deadline == DeadlineKind.BodyRate)
        {
            SetDeadline(DeadlineKind.Inactivity);
        }
    }

    private void OnBodyTooSlow()
    {
        if (_effects.BodyDemand == BodyDemand.None)
        {
            EndBodyWait();
            return;
        }

        RefuseBody(
            nameof(ServerSettings.MinRequestBodyRate),
            $"The request content came more slowly than {_settings.MinRequestBodyRate} bytes a second (MinRequestBodyRate).");
    }

    private void OnRequestTooSlow() => RefuseBody(
        nameof(ServerSettings.RequestTimeout),
        $"The request was not complete within {_settings.RequestTimeout.TotalSeconds:0.###} s (RequestTimeout).");

    private void RefuseBody(string limit, string message)
    {
        if (_responseComplete)
        {
            _effects.LimitReached(limit);
            EndUnread();
            return;
        }

        OnProtocolError(
            new ProtocolError(408, "ERR_HTTP_REQUEST_TIMEOUT", message) { Limit = limit }, reason: CloseReason.RequestTimeout);
    }

    /// <summary>The end of the time for the whole request, where there is one and the request is under way.</summary>
    private bool TryCapByRequestTimeout(ref long deadline)
    {
        if (_settings.RequestTimeout <= TimeSpan.Zero || _requestComplete || !ExchangeUnderWay)
        {
            return false;
        }

        var due = _requestSince + (long)(_settings.RequestTimeout + _settings.TickInterval).TotalMilliseconds;
        var isSooner = due < deadline;
        deadline = Math.Min(due, deadline);
        return isSooner;
    }
}
