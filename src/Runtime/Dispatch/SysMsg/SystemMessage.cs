using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>
/// A message from the runtime to a cell. It is a link of the receiver's system queue itself,
/// so the same object is never sent twice.
/// </summary>
internal abstract class SystemMessage
{
    internal SystemMessage? Next;

    /// <summary>Kept back while the actor waits for its children to stop, so that restarts and resumes stay in order.</summary>
    internal virtual bool WaitsForChildren => false;

    /// <summary>Kept back while the actor is suspended: a failed parent does not judge its children.</summary>
    internal virtual bool WaitsForResume => false;
}

/// <summary>The mark of a system queue that takes no more.</summary>
internal sealed class NoMessage : SystemMessage
{
    public static readonly NoMessage Instance = new();
}

internal sealed class Suspend : SystemMessage
{
    internal override bool WaitsForChildren => true;

    public override string ToString() => "<Suspend>";
}

internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    public Exception? CausedByFailure { get; } = causedByFailure;

    internal override bool WaitsForChildren => true;

    public override string ToString() => $"<Resume>: {CausedByFailure}";
}

internal sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;

    internal override bool WaitsForChildren => true;

    public override string ToString() => $"<Recreate>: {Cause}";
}

internal sealed class Terminate : SystemMessage, IDeadLetterSuppression
{
    public override string ToString() => "<Terminate>";
}

internal sealed class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;

    public override string ToString() => $"<Watch>: {Watcher} -> {Watchee}";
}

internal sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;

    public override string ToString() => $"<Unwatch>: {Watcher} -> {Watchee}";
}

internal sealed class DeathWatchNotification(IInternalActorRef actor, bool existenceConfirmed) : SystemMessage, IDeadLetterSuppression
{
    public IInternalActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public override string ToString() => $"<DeathWatchNotification>: {Actor}, ExistenceConfirmed={ExistenceConfirmed}";
}

internal sealed class Failed(IInternalActorRef child, Exception cause) : SystemMessage
{
    public IInternalActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    internal override bool WaitsForResume => true;

    public override string ToString() => $"<Failed>: {Child} ({Cause})";
}

/// <summary>A continuation of an async handler (task set), or its failure (exception set).</summary>
internal sealed class ActorTaskMessage(ActorTaskScheduler scheduler, Task? task, Exception? failure) : SystemMessage
{
    public ActorTaskScheduler Scheduler { get; } = scheduler;

    public Task? Task { get; } = task;

    public Exception? Failure { get; } = failure;

    public override string ToString() => "<ActorTask>";
}
