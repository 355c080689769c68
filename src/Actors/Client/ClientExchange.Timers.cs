namespace HttpActors.Actors.Client;

/// <summary>Times that a request has for itself: inactivity, and how long a response waits unheard.</summary>
internal sealed partial class ClientExchange
{
    private ITimer? _timer;
    private ITimer? _unheard;
    private TimeSpan _timeout;
    private long _lastActivity;

    /// <summary>How long nothing may move before the party is told; zero: for ever. Any thread.</summary>
    public void SetTimeout(TimeSpan timeout)
    {
        lock (_gate)
        {
            _timeout = timeout;
            if (IsOver || _wireOver)
            {
                return;
            }

            _lastActivity = Agent.Time.GetTimestamp();
            if (timeout > TimeSpan.Zero)
            {
                _timer ??= Agent.Time.CreateTimer(static exchange => ((ClientExchange)exchange!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _timer?.Change(timeout > TimeSpan.Zero ? timeout : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
        lock (_gate)
        {
            left = _lastActivity == long.MaxValue ? TimeSpan.Zero : _timeout - Agent.Time.GetElapsedTime(_lastActivity);
            if (IsOver || _wireOver || _timeout <= TimeSpan.Zero || _lastActivity == long.MaxValue)
            {
                return;
            }

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
