using Akka.Actor;
using Akka.Event;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// One start of a service, from the creation of its program to its disposal. It restarts nothing: its failure is its
/// parent's to judge.
/// </summary>
internal sealed class RunActor : UntypedActor
{
    private readonly int _run;
    private readonly ServiceConfig _config;
    private readonly ProgramFactory _factory;
    private readonly HttpServiceContext _context;
    private readonly CancellationTokenSource _ending = new();
    private IServiceProgram? _program;
    private IActorRef? _actor;
    private Exception? _actorFailure;
    private bool _isStopping;

    private RunActor(int run, ServiceConfig config, ProgramFactory factory, HttpServiceContext context) =>
        (_run, _config, _factory, _context) = (run, config, factory, context);

    internal static Props Props(int run, ServiceConfig config, ProgramFactory factory, HttpServiceContext context) =>
        Akka.Actor.Props.CreateBy(new Producer(() => new RunActor(run, config, factory, context)));

    protected override void PreStart()
    {
        _program = _factory(_config, _context);
        var self = Self;
        _program.StartAsync(_context, _ending.Token).PipeTo(self, self, () => new ProgramStarted(), error => new ProgramFailed(error));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ProgramStarted when _program!.ActorProps is { } props:
                _actor = Context.ActorOf(props, "actor");
                Context.Watch(_actor);

                // Its constructor and PreStart run later, in its own turn; it answers only when they went well.
                _actor.Tell(new Identify(_run));
                break;
            case ActorIdentity identity when _actor is { } actor && actor.Equals(identity.Subject):
                Context.Parent.Tell(new RunStarted(_run, _program!.HandlerFor(actor), true));
                break;
            case ProgramStarted:
                Context.Parent.Tell(new RunStarted(_run, _program!.HandlerFor(null), false));
                break;
            case ProgramFailed failed:
                throw new ServiceFailedException(failed.Error);
            case Terminated gone when gone.ActorRef.Equals(_actor):
                OnActorGone();
                break;
            case StopRun:
                Stop();
                break;
            case ProgramStopped stopped:
                if (stopped.Error is { } error)
                    Context.GetLogger().Warning("{0}: its stop failed: {1}", _config.Name, error.Message);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        error =>
        {
            _actorFailure = error;
            return Directive.Stop;
        },
        loggingEnabled: false);

    protected override void PostStop()
    {
        _ending.Cancel();
        _program?.Dispose();
        _ending.Dispose();
    }

    private void OnActorGone()
    {
        if (_actorFailure is { } failure)
            throw new ServiceFailedException(failure);

        // It has stopped itself in good order: the run is over, not failed.
        Context.Stop(Self);
    }

    private void Stop()
    {
        if (_isStopping)
            return;
        _isStopping = true;
        var self = Self;
        (_program?.StopAsync(_ending.Token) ?? Task.CompletedTask)
            .PipeTo(self, self, () => new ProgramStopped(null), error => new ProgramStopped(error));
    }

    private sealed record ProgramStarted;

    private sealed record ProgramFailed(Exception Error);

    private sealed record ProgramStopped(Exception? Error);

    /// <summary>Makes actors without reflection.</summary>
    internal sealed class Producer(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(RunActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
