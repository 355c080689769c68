using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// An actor: state and behaviour that only its own turns touch. Made by the runtime from <see cref="Props"/>, never with <c>new</c>.
/// </summary>
public abstract class ActorBase
{
    // Set once the instance has been replaced or stopped, so that late callbacks cannot act in the name of its successor.
    private IActorRef? _clearedSelf;

    /// <summary>Creates an actor.</summary>
    /// <exception cref="ActorInitializationException">It was made with <c>new</c>.</exception>
    protected ActorBase()
    {
        var cell = ActorCell.Current
            ?? throw new ActorInitializationException("Do not create actors using 'new', always create them using an ActorContext/System");
        cell.ResetBehavior();
        if (this is IWithTimers withTimers) withTimers.Timers = new TimerScheduler(cell);
    }

    /// <summary>A behaviour that handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = _ => false;

    /// <summary>The context of the actor whose turn it is.</summary>
    /// <exception cref="NotSupportedException">No actor's turn is running on this thread.</exception>
    protected static IActorContext Context => CurrentCell;

    /// <summary>The actor's own reference.</summary>
    protected IActorRef Self => _clearedSelf ?? CurrentCell.Self;

    /// <summary>The sender of the current message; the dead letters when it had none.</summary>
    protected IActorRef Sender => CurrentCell.Sender;

    internal static ActorCell CurrentCell => ActorCell.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    /// <summary>The strategy in force, made at the first failure of a child. Props win over the actor's own method.</summary>
    internal SupervisorStrategy? Strategy { get; set; }

    /// <summary>Runs <see cref="PreStart"/>; libraries wrap it.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Runs <see cref="PreRestart"/>, after ending the timers; libraries wrap it.</summary>
    /// <param name="cause">What the actor failed with.</param>
    /// <param name="message">The message it failed on; may be null.</param>
    public virtual void AroundPreRestart(Exception cause, object? message)
    {
        EndTimers();
        PreRestart(cause, message);
    }

    /// <summary>Runs <see cref="PostRestart"/>; libraries wrap it.</summary>
    /// <param name="cause">What the actor failed with.</param>
    /// <param name="message">Null.</param>
    public virtual void AroundPostRestart(Exception cause, object? message) => PostRestart(cause);

    /// <summary>Runs <see cref="PostStop"/>, after ending the timers; libraries wrap it.</summary>
    public virtual void AroundPostStop()
    {
        EndTimers();
        PostStop();
    }

    internal bool InvokeReceive(Receive receive, object message) => AroundReceive(receive, message);

    internal bool InvokeBaseReceive(object message) => Receive(message);

    internal SupervisorStrategy InvokeSupervisorStrategy() => SupervisorStrategy();

    internal void Clear(IActorRef self) => _clearedSelf = self;

    internal void Unclear() => _clearedSelf = null;

    /// <summary>Runs a behaviour on a message, and <see cref="Unhandled"/> where it did not handle it; libraries wrap it.</summary>
    /// <param name="receive">The current behaviour.</param>
    /// <param name="message">The message.</param>
    /// <returns>Whether the behaviour handled it.</returns>
    protected virtual bool AroundReceive(Receive receive, object message)
    {
        if (message is TimerMessage timer)
        {
            var intercepted = CurrentCell.InterceptTimer(this, timer);
            if (intercepted is null) return true;
            message = intercepted;
        }

        var handled = ReferenceEquals(receive, ActorCell.DefaultBehavior) ? Receive(message) : receive(message);
        if (!handled) Unhandled(message);
        return handled;
    }

    /// <summary>The initial behaviour.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it was handled.</returns>
    protected abstract bool Receive(object message);

    /// <summary>
    /// Called with a message no behaviour handled: publishes an <see cref="UnhandledMessage"/>;
    /// a <see cref="Terminated"/> throws a <see cref="DeathPactException"/>.
    /// </summary>
    /// <param name="message">The message.</param>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>Replaces the current behaviour.</summary>
    /// <param name="receive">The new one.</param>
    protected void Become(Receive receive) => Context.Become(receive);

    /// <summary>Puts a behaviour on top of the current one.</summary>
    /// <param name="receive">The new one.</param>
    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    /// <summary>Returns to the behaviour below.</summary>
    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    /// <summary>Sends a <see cref="ReceiveTimeout"/> each time there was no message for so long.</summary>
    /// <param name="timeout">The idle time, or null to switch it off.</param>
    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>How this actor supervises its children; asked once for each instance. By default <see cref="Actor.SupervisorStrategy.DefaultStrategy"/>.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Called before the first message of the first instance. What it throws counts as a failed creation.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Called on a failed instance before it is replaced. By default stops all children and calls <see cref="PostStop"/>. What it throws is logged.</summary>
    /// <param name="reason">What the actor failed with.</param>
    /// <param name="message">The message it failed on; null when it did not fail on one.</param>
    protected virtual void PreRestart(Exception reason, object? message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the new instance after a restart. By default calls <see cref="PreStart"/>.</summary>
    /// <param name="reason">What the instance before failed with.</param>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Called when the actor has stopped and its children are gone. Not called when the constructor threw. What it throws is logged.</summary>
    protected virtual void PostStop()
    {
    }

    private void EndTimers()
    {
        if (this is IWithTimers { Timers: { } timers }) timers.CancelAll();
    }
}
