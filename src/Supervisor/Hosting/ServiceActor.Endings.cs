using Akka.Actor;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <content>How a run ends, on request or by failure, and what follows.</content>
internal sealed partial class ServiceActor
{
    private void OnCommand(object command)
    {
        var next = command switch { RestartService => Next.Start, RetireService => Next.Retire, _ => Next.Stop };
        if (command is RestartService)
        {
            _book.Clear();
            _restarts = 0;
        }

        if (_next is Next.Retire && _state is ServiceState.Draining or ServiceState.Stopping)
            next = Next.Retire;
        if (_current is null)
        {
            _deadline.Clear();
            _next = next;
            GoOn();
        }
        else if (_state is ServiceState.Draining or ServiceState.Stopping)
        {
            _next = next;
        }
        else
        {
            Drain(next);
        }

        if (command is not RetireService)
            Sender.Tell(new Done());
    }

    /// <summary>From here on no request enters; those under way have the stop timeout.</summary>
    private void Drain(Next next)
    {
        _next = next;
        _slot.Close();
        Enter(ServiceState.Draining);
        if (_slot.InFlight == 0)
            StopRun();
        else
            _deadline.Set(_config.StopTimeout);
    }

    private void StopRun()
    {
        Enter(ServiceState.Stopping);
        _current!.Tell(new StopRun());
        _deadline.Set(_config.StopTimeout);
    }

    /// <summary>A run that is still there has failed.</summary>
    private void Fail(string why)
    {
        Record(why);
        _next = Next.Judge;
        _slot.Close();
        StopRun();
    }

    private void GoOn()
    {
        switch (_next)
        {
            case Next.Judge:
                Judge();
                break;
            case Next.Start:
                StartWhenPossible();
                break;
            case Next.Wait when _needs.AreMet:
                StartWhenPossible();
                break;
            case Next.Wait:
                Enter(ServiceState.Waiting);
                break;
            case Next.Retire:
                Decide("it was taken out of service");
                Enter(ServiceState.Stopped);
                Context.Stop(Self);
                break;
            default:
                Decide("it was drained");
                Enter(ServiceState.Stopped);
                break;
        }
    }

    /// <summary>After a failure: again, later, or never.</summary>
    private void Judge()
    {
        var now = _around.Clock.GetUtcNow();
        Decide(_lastError);
        if (_config.Restart.Policy is RestartPolicy.Never)
        {
            GiveUp("its policy is never to restart it");
        }
        else if (_book.NextRestart(now) is { } wait)
        {
            _around.Log.Info(_config.Name, $"starts again in {wait.TotalSeconds:0.0} s");
            Publish(ServiceState.BackingOff, now, now + wait);
            _deadline.Set(wait);
        }
        else
        {
            GiveUp($"more than {_config.Restart.MaxRestarts} restarts within {Durations.Format(_config.Restart.Window)}");
        }
    }

    private void GiveUp(string why)
    {
        _around.Log.Error(_config.Name, $"failed for good: {why}; repair it, then 'httpactors restart {_config.Name}' or reload");
        Enter(ServiceState.Failed);
        _around.GaveUp(_config);
    }

    private void Record(string why)
    {
        _lastError = why;
        _around.Log.Error(_config.Name, why);
    }

    private void OnWatchStart()
    {
        if (_isDecided)
            Sender.Tell(new StartOutcome(_firstOutcome));
        else
            _startWatchers.Add(Sender);
    }

    /// <summary>The outcome of the first start is told once; whoever prepares a reload waits for it.</summary>
    private void Decide(string? error)
    {
        if (_isDecided)
            return;
        (_isDecided, _firstOutcome) = (true, error);
        foreach (var watcher in _startWatchers)
            watcher.Tell(new StartOutcome(error));
        _startWatchers.Clear();
    }

    private void Enter(ServiceState state)
    {
        if (state is not ServiceState.Waiting || _state != state)
            _around.Log.Debug(_config.Name, ServiceReport.NameOf(state));
        Publish(state, _around.Clock.GetUtcNow(), null);
    }

    private void Publish(ServiceState state, DateTimeOffset since, DateTimeOffset? retryAt)
    {
        var changed = _state != state;
        _state = state;
        _slot.Report = new ServiceReport(state, since, _restarts, _lastError, retryAt);
        if (changed)
            Context.Parent.Tell(new StateChanged(_config.Name, state));
    }
}
