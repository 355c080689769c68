using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>What the runtime needs of a reference beyond telling.</summary>
internal interface IInternalActorRef : IActorRef
{
    ActorSystemImpl? System { get; }

    IInternalActorRef Parent { get; }

    bool IsTerminated { get; }

    /// <summary>The actor's own reference: this one, the one this stands for, or null where there is no actor.</summary>
    LocalActorRef? Local => null;

    /// <summary>The child of that name (with or without #uid), or Nobody.</summary>
    IInternalActorRef GetSingleChild(string name);

    void SendSystemMessage(SystemMessage message);
}

internal static class InternalActorRefExtensions
{
    public static void Stop(this IInternalActorRef actor) => actor.SendSystemMessage(new Terminate());

    public static void Suspend(this IInternalActorRef actor) => actor.SendSystemMessage(new Suspend());

    public static void Resume(this IInternalActorRef actor, Exception? causedByFailure) =>
        actor.SendSystemMessage(new Resume(causedByFailure));

    public static void Restart(this IInternalActorRef actor, Exception cause) => actor.SendSystemMessage(new Recreate(cause));
}
