using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor with one method for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>Creates an actor.</summary>
    protected UntypedActor()
    {
    }

    /// <summary>The context of the actor whose turn it is.</summary>
    /// <exception cref="NotSupportedException">No actor's turn is running on this thread.</exception>
    protected static new IUntypedActorContext Context => CurrentCell;

    /// <summary>Handles a message; call Unhandled for what is none of its business.</summary>
    /// <param name="message">The message.</param>
    protected abstract void OnReceive(object message);

    /// <inheritdoc/>
    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Replaces the current behaviour.</summary>
    /// <param name="receive">The new one.</param>
    protected void Become(UntypedReceive receive) => Context.Become(receive);

    /// <summary>Puts a behaviour on top of the current one.</summary>
    /// <param name="receive">The new one.</param>
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);

    /// <summary>Runs an action as <see cref="RunTask(Func{Task})"/> does.</summary>
    /// <param name="action">The action.</param>
    protected void RunTask(Action action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Runs an async function in this actor; no other message is handled until it is done.</summary>
    /// <param name="action">The function; its continuations come back to this actor.</param>
    protected void RunTask(Func<Task> action) => ActorTaskScheduler.RunTask(action);
}
