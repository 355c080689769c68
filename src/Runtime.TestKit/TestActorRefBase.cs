using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.TestKit;

/// <summary>An actor on the calling thread: a told message is handled before Tell returns, and the instance is at hand.</summary>
/// <typeparam name="TActor">Its class.</typeparam>
public abstract class TestActorRefBase<TActor> : IInternalActorRef
    where TActor : ActorBase
{
    private readonly LocalActorRef _inner;

    /// <summary>Creates an actor.</summary>
    /// <param name="system">The system.</param>
    /// <param name="actorProps">How.</param>
    /// <param name="supervisor">Its parent; null for /user.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
    {
        if (actorProps.Dispatcher == Dispatch.Dispatchers.DefaultDispatcherId) actorProps = actorProps.WithDispatcher(CallingThreadDispatcher.Id);
        var parent = (supervisor as IInternalActorRef)?.Local ?? ((ActorSystemImpl)system).Guardian;
        _inner = parent.Cell.MakeChild(actorProps, name);
    }

    /// <summary>The plain reference.</summary>
    public IActorRef Ref => _inner;

    /// <inheritdoc/>
    public ActorPath Path => _inner.Path;

    /// <summary>The instance; another one after a restart.</summary>
    /// <exception cref="IllegalActorStateException">The actor has ended.</exception>
    public TActor UnderlyingActor => _inner.IsTerminated
        ? throw new IllegalActorStateException("Underlying actor is terminated")
        : (TActor)_inner.Cell.Actor!;

    ActorSystemImpl IInternalActorRef.System => _inner.System;

    IInternalActorRef IInternalActorRef.Parent => _inner.Parent;

    bool IInternalActorRef.IsTerminated => _inner.IsTerminated;

    LocalActorRef IInternalActorRef.Local => _inner;

    /// <summary>Whether two references are equal.</summary>
    /// <param name="testActorRef">One.</param>
    /// <param name="actorRef">The other.</param>
    public static bool operator ==(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);

    /// <summary>Whether two references differ.</summary>
    /// <param name="testActorRef">One.</param>
    /// <param name="actorRef">The other.</param>
    public static bool operator !=(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) => !(testActorRef == actorRef);

    /// <summary>Handles a message now, past the mailbox; what the actor throws comes back to the caller.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    public void Receive(object message, IActorRef? sender = null) => _inner.Cell.ReceiveForTest(message, sender);

    /// <summary>Handles a message now, past the mailbox, and waits for its async handler.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <returns>Ends, or fails, as the handler does.</returns>
    public Task ReceiveAsync(object message, IActorRef? sender = null)
    {
        var before = _inner.Cell.TaskScheduler.LastHandler;
        Receive(message, sender);
        var handler = _inner.Cell.TaskScheduler.LastHandler;
        return handler is null || ReferenceEquals(handler, before) ? Task.CompletedTask : handler;
    }

    /// <summary>Tells from the current actor: in a test, the test actor.</summary>
    /// <param name="message">The message.</param>
    public void Tell(object message) => ((IActorRef)_inner).Tell(message);

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender) => _inner.Tell(message, sender);

    /// <summary>Sends a message on and keeps the sender of the current one.</summary>
    /// <param name="message">The message.</param>
    public void Forward(object message) => _inner.Forward(message);

    /// <summary>Makes this actor watch another.</summary>
    /// <param name="subject">The other.</param>
    public void Watch(IActorRef subject) => _inner.Cell.Watch(subject);

    /// <summary>Makes this actor not watch another any more.</summary>
    /// <param name="subject">The other.</param>
    public void Unwatch(IActorRef subject) => _inner.Cell.Unwatch(subject);

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => _inner.Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => _inner.Equals(obj);

    /// <inheritdoc/>
    public override int GetHashCode() => _inner.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(object? obj) => _inner.CompareTo(obj);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => _inner.CompareTo(other);

    /// <inheritdoc/>
    public override string ToString() => $"TestActor[{_inner.Path}]";

    IInternalActorRef IInternalActorRef.GetSingleChild(string name) => _inner.GetSingleChild(name);

    void IInternalActorRef.SendSystemMessage(SystemMessage message) => _inner.SendSystemMessage(message);
}
