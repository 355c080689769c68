using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// The arithmetic of supervision, without actor or clock: how long to wait before the next restart, when to give up, and
/// when failing requests bring a service down.
/// </summary>
internal sealed class RestartBook(RestartSettings settings, Func<double> random)
{
    private readonly Queue<DateTimeOffset> _restarts = new();
    private readonly Queue<DateTimeOffset> _failures = new();

    /// <summary>The wait before the next restart; null: too many within the window.</summary>
    internal TimeSpan? NextRestart(DateTimeOffset now)
    {
        Forget(_restarts, now - settings.Window);
        if (_restarts.Count >= settings.MaxRestarts)
            return null;
        var seconds = settings.InitialBackoff.TotalSeconds * Math.Pow(settings.BackoffFactor, _restarts.Count);
        var jittered = TimeSpan.FromSeconds(Math.Min(seconds, settings.MaxBackoff.TotalSeconds)) * (1 + (settings.Jitter * ((2 * random()) - 1)));

        // Counted where it will begin: a long wait must not carry a restart out of the window before it has happened.
        _restarts.Enqueue(now + jittered);
        return jittered;
    }

    /// <summary>True when this failed request is one too many.</summary>
    internal bool CountFailure(DateTimeOffset now)
    {
        if (settings.MaxFailures == 0)
            return false;
        Forget(_failures, now - settings.FailureWindow);
        _failures.Enqueue(now);
        return _failures.Count >= settings.MaxFailures;
    }

    /// <summary>A new start does not answer for the requests of the one before.</summary>
    internal void ForgetFailures() => _failures.Clear();

    /// <summary>A person has taken over: begin to count anew.</summary>
    internal void Clear()
    {
        _restarts.Clear();
        _failures.Clear();
    }

    private static void Forget(Queue<DateTimeOffset> times, DateTimeOffset before)
    {
        while (times.TryPeek(out var oldest) && oldest <= before)
            times.Dequeue();
    }
}
