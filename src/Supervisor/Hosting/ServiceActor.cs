using Akka.Actor;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// The life of one service. A run (a child) lives while the service starts, runs, drains or stops; what happens when it
/// is gone is decided beforehand and kept in <see cref="Next"/>.
/// <code>
///  Waiting ──dependencies run──> Starting ──RunStarted──> Running ──drain, retire──> Draining ──idle──> Stopping
///     ▲                             │ throws, dies,          │ dies, N failed requests                     │ gone
///     │                             │ takes too long         ▼                                             ▼
///     └──── its time comes ──── BackingOff &lt;──Restart── (policy) ──never, or too often──> Failed    Stopped, Starting, end
/// </code>
/// </summary>
internal sealed partial class ServiceActor : UntypedActor
{
    private readonly ServiceConfig _config;
    private readonly ServiceSlot _slot;
    private readonly ServiceDependencies _needs;
    private readonly ServiceSurroundings _around;
    private readonly RestartBook _book;
    private readonly List<IActorRef> _startWatchers = [];
    private readonly Deadline _deadline;
    private IActorRef? _current;
    private Exception? _failure;
    private string? _lastError;
    private string? _firstOutcome;
    private bool _isDecided;
    private int _run;
    private int _restarts;
    private ServiceState _state = ServiceState.Waiting;
    private Next _next = Next.Stop;

    private ServiceActor(ServiceConfig config, ServiceSlot slot, ServiceSurroundings around)
    {
        (_config, _slot, _around) = (config, slot, around);
        _needs = new ServiceDependencies(config.DependsOn);
        _book = new RestartBook(config.Restart, around.Random);
        _deadline = new Deadline(around.Clock, Self);
    }

    /// <summary>What to do once the run is gone.</summary>
    private enum Next
    {
        Stop,
        Start,
        Wait,
        Judge,
        Retire,
    }

    private bool IsUp => _state is ServiceState.Starting or ServiceState.Running;

    internal static Props Props(ServiceConfig config, ServiceSlot slot, ServiceSurroundings around) =>
        Akka.Actor.Props.CreateBy(new RunActor.Producer(() => new ServiceActor(config, slot, around)));

    protected override void PreStart()
    {
        _slot.Attach(Self);
        Enter(ServiceState.Waiting);
        Context.Parent.Tell(new DependenciesWanted());
        StartWhenPossible();
    }

    protected override void PostStop()
    {
        _slot.Close();
        _deadline.Clear();
    }

    /// <summary>The supervisor's log says it in a line; the stack is there for those who ask for it.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        error =>
        {
            _failure = error;
            _around.Log.Debug(_config.Name, error.ToString());
            return Directive.Stop;
        },
        loggingEnabled: false);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RunStarted started when started.Run == _run && _state is ServiceState.Starting:
                OnStarted(started);
                break;
            case Terminated gone when gone.ActorRef.Equals(_current):
                OnRunGone();
                break;
            case HandlerFailed failed when failed.Run == _run && _state is ServiceState.Running:
                OnHandlerFailed(failed);
                break;
            case DependencyChanged change:
                OnDependency(change);
                break;
            case SlotIdle when _state is ServiceState.Draining && _slot.InFlight == 0:
                StopRun();
                break;
            case Deadline.Passed passed when _deadline.Is(passed):
                OnDeadline();
                break;
            case WatchStart:
                OnWatchStart();
                break;
            case DrainService or RestartService or RetireService:
                OnCommand(message);
                break;
            case HandlerFailed late:
                _around.Log.Warning(_config.Name, $"a request of a run that is over failed: {late.Error}");
                break;
            case SlotIdle or RunStarted or Terminated or Deadline.Passed:
                // Of a run or a wait that is over.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void StartWhenPossible()
    {
        if (!_needs.AreMet)
        {
            Enter(ServiceState.Waiting);
            return;
        }

        _slot.Run = ++_run;
        _failure = null;
        _book.ForgetFailures();
        Enter(ServiceState.Starting);
        _current = Context.ActorOf(RunActor.Props(_run, _config, _around.Factory, _around.ContextFor(_config)), $"run-{_run}");
        Context.Watch(_current);
        _deadline.Set(_config.StartTimeout);
    }

    private void OnStarted(RunStarted started)
    {
        _deadline.Clear();
        _slot.HasActor = started.HasActor;
        _slot.Open(started.Run, started.Handler);
        Enter(ServiceState.Running);
        Decide(null);
    }

    private void OnHandlerFailed(HandlerFailed failed)
    {
        _lastError = failed.Error;
        _around.Log.Warning(_config.Name, $"a request failed: {failed.Error}");
        if (!_book.CountFailure(_around.Clock.GetUtcNow()))
        {
            Publish(_state, _slot.Report.Since, null);
            return;
        }

        var limits = _config.Restart;
        Fail($"{Plural.Of(limits.MaxFailures, "request")} failed within {Durations.Format(limits.FailureWindow)}; last: {failed.Error}");
    }

    private void OnDependency(DependencyChanged change)
    {
        _needs.Set(change);
        if (_state is ServiceState.Waiting && _needs.AreMet)
            StartWhenPossible();
        else if (IsUp && !_needs.AreMet)
            Drain(Next.Wait);
    }

    private void OnDeadline()
    {
        switch (_state)
        {
            case ServiceState.Starting:
                Fail($"it did not start within {Durations.Format(_config.StartTimeout)}");
                break;
            case ServiceState.Draining:
                _around.Log.Warning(_config.Name, $"{Plural.Of(_slot.InFlight, "request")} did not finish within {Durations.Format(_config.StopTimeout)}; they lose their service");
                StopRun();
                break;
            case ServiceState.Stopping:
                AbandonRun();
                break;
            case ServiceState.BackingOff:
                _restarts++;
                _around.Restarted(_config.Name);
                StartWhenPossible();
                break;
        }
    }

    /// <summary>Code that does not come back cannot be ended; it can be left behind.</summary>
    private void AbandonRun()
    {
        _around.Log.Error(_config.Name, $"it did not stop within {Durations.Format(_config.StopTimeout)} and is left behind");
        Context.Unwatch(_current!);
        Context.Stop(_current!);
        OnRunGone();
    }

    private void OnRunGone()
    {
        _deadline.Clear();
        _slot.Close();
        _slot.HasActor = false;
        _current = null;
        if (IsUp)
            OnUnexpectedEnd();
        else
            GoOn();
    }

    private void OnUnexpectedEnd()
    {
        if (_failure is { } failure)
        {
            Record($"{(_state is ServiceState.Starting ? "its start failed" : "it failed")}: {ServiceFailedException.Explain(failure)}");
            Judge();
        }
        else if (_config.Restart.Policy is RestartPolicy.Always)
        {
            Record("it ended by itself");
            Judge();
        }
        else
        {
            _around.Log.Info(_config.Name, "it ended by itself");
            Decide("it ended by itself");
            Enter(ServiceState.Stopped);
        }
    }
}
