namespace HttpActors.Actors.Client;

/// <summary>Times that a request has for itself: inactivity, and how long a response, or a switch, waits unheard.</summary>
internal sealed partial class ClientExchange
{
    private ITimer? _timer;
    private ITimer? _unheard;
    private TimeSpan _timeout;
    private long _lastActivity;

    /// <inheritdoc/>
    public override void SetTimeout(TimeSpan time)
    {
        lock (Gate)
        {
            _timeout = time > TimeSpan.Zero ? time : TimeSpan.Zero;
            if (IsOver || _wireOver)
            {
                return;
            }

            _lastActivity = Agent.Time.GetTimestamp();
            if (_timeout > TimeSpan.Zero)
            {
                _timer ??= Agent.Time.CreateTimer(static exchange => ((ClientExchange)exchange!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _timer?.Change(_timeout > TimeSpan.Zero ? _timeout : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Octets went or came. In turn.</summary>
    public void NoteActivity()
    {
        if (_timer is not null)
        {
            var rearms = _lastActivity == long.MaxValue;
            _lastActivity = Agent.Time.GetTimestamp();
            if (rearms)
            {
                SetTimeout(_timeout);
            }
        }
    }

    private void StartTimer() => NoteActivity();

    private void StopTimer()
    {
        _timer?.Dispose();
        _unheard?.Dispose();
    }

    private void OnTimer()
    {
        TimeSpan left;
        lock (Gate)
        {
            left = _lastActivity == long.MaxValue ? TimeSpan.Zero : _timeout - Agent.Time.GetElapsedTime(_lastActivity);
            if (IsOver || _wireOver || _timeout <= TimeSpan.Zero || _lastActivity == long.MaxValue)
            {
                return;
            }

            // Without a connection nothing can move.
            left = _carrier is null ? _timeout : left;
            if (left > TimeSpan.Zero)
            {
                _timer!.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            // Once for each idle period: octets arm it again.
            _lastActivity = long.MaxValue;
        }

        CallLater(TellTimedOut);
    }

    private void TellTimedOut()
    {
        if (!IsOver && !_wireOver && !Party.OnTimedOut())
        {
            Destroy(ClientErrors.For(this, CloseReason.InactivityTimeout, null));
        }
    }

    private void WatchUnheard() => _unheard = Agent.Time.CreateTimer(
        static exchange => ((ClientExchange)exchange!).CallLater(((ClientExchange)exchange).DiscardUnheard),
        this,
        Agent.Settings.UnheardTimeout,
        Timeout.InfiniteTimeSpan);
}
