using Akka.Event;

namespace Akka.Actor;

/// <summary>What an actor does when a child fails.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>
    /// Restart on any exception, but stop on <see cref="ActorInitializationException"/>, <see cref="ActorKilledException"/>
    /// and <see cref="DeathPactException"/>.
    /// </summary>
    public static IDecider DefaultDecider = Actor.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>One for one with <see cref="DefaultDecider"/>, without limit.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>One for one, stops the child whatever happened.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private protected SupervisorStrategy()
    {
    }

    /// <summary>Maps exceptions to directives.</summary>
    public abstract IDecider Decider { get; }

    /// <summary>Whether failures are published as log events; true by default.</summary>
    protected bool LoggingEnabled { get; set; }

    /// <summary>Decides about a failed child; runs in the supervisor's turn. What it throws fails the supervisor.</summary>
    /// <param name="child">The child.</param>
    /// <param name="exception">What it failed with.</param>
    protected abstract Directive Handle(IActorRef child, Exception exception);

    /// <summary>Publishes a failure: a warning for Resume, an error for Restart and Stop, nothing for Escalate.</summary>
    /// <param name="context">The supervisor's context.</param>
    /// <param name="child">The child.</param>
    /// <param name="cause">What it failed with.</param>
    /// <param name="directive">What was decided.</param>
    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate) return;
        var reason = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        LogEvent logEvent = directive == Directive.Resume
            ? new Warning(cause, child.Path.ToString(), GetType(), reason)
            : new Error(cause, child.Path.ToString(), GetType(), reason);
        context.System.EventStream.Publish(logEvent);
    }

    /// <summary>Carries a decision out.</summary>
    /// <returns>False when the failure is to be escalated.</returns>
    internal bool HandleFailure(ActorCell cell, LocalActorRef child, Exception cause)
    {
        var directive = Handle(child, cause);
        LogFailure(cell, child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.Resume(cause);
                return true;
            case Directive.Restart:
                ProcessFailure(cell, restart: true, child, cause);
                return true;
            case Directive.Stop:
                ProcessFailure(cell, restart: false, child, cause);
                return true;
            default:
                return false;
        }
    }

    internal abstract void ProcessFailure(ActorCell cell, bool restart, LocalActorRef child, Exception cause);
}
