using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>The test actor: puts what it receives into the test's queue.</summary>
internal sealed class InternalTestActor(EnvelopeQueue queue) : UntypedActor
{
    private readonly DelegatingStrategy _strategies = new();
    private Func<object, bool>? _ignore;
    private AutoPilot? _pilot;

    protected override SupervisorStrategy SupervisorStrategy() => _strategies;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SetIgnore ignore:
                _ignore = ignore.Predicate;
                return;
            case SetAutoPilot pilot:
                _pilot = pilot.Pilot;
                return;
            case WatchRequest watch:
                if (watch.IsOn) Context.Watch(watch.Actor);
                else Context.Unwatch(watch.Actor);
                Sender.Tell(watch, Self);
                return;
            case Spawn spawn:
                Create(spawn);
                return;
            default:
                Take(message);
                return;
        }
    }

    private void Create(Spawn spawn)
    {
        var child = Context.ActorOf(spawn.Props, spawn.Name);
        if (spawn.Strategy is not null) _strategies.Of[child] = spawn.Strategy;
        Sender.Tell(child, Self);
    }

    private void Take(object message)
    {
        if (_pilot is not null && _pilot.Run(Sender, message) is var next and not KeepRunning) _pilot = next;
        if (_ignore?.Invoke(message) != true) queue.Add(new RealMessageEnvelope(message, Sender));
    }

    internal sealed record SetIgnore(Func<object, bool>? Predicate);

    internal sealed record SetAutoPilot(AutoPilot Pilot);

    internal sealed record WatchRequest(IActorRef Actor, bool IsOn);

    internal sealed record Spawn(Props Props, string? Name, SupervisorStrategy? Strategy);

    /// <summary>Each child its own strategy; the default one for those without.</summary>
    private sealed class DelegatingStrategy() : OneForOneStrategy(DefaultDecider)
    {
        public Dictionary<IActorRef, SupervisorStrategy> Of { get; } = [];

        protected override Directive Handle(IActorRef child, Exception exception) =>
            Of.TryGetValue(child, out var strategy) ? strategy.Decider.Decide(exception) : base.Handle(child, exception);

        internal override void ProcessFailure(ActorCell cell, bool restart, LocalActorRef child, Exception cause)
        {
            if (Of.TryGetValue(child, out var strategy)) strategy.ProcessFailure(cell, restart, child, cause);
            else base.ProcessFailure(cell, restart, child, cause);
        }
    }
}
