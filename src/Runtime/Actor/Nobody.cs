using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The reference that stands for "no such actor"; it swallows everything.</summary>
public sealed class Nobody : ActorRefBase, IInternalActorRef
{
    private static readonly ActorPath NobodyPath = new RootActorPath(Address.AllSystems, "/Nobody");

    internal Nobody()
    {
    }

    /// <inheritdoc/>
    public override ActorPath Path => NobodyPath;

    ActorSystemImpl? IInternalActorRef.System => null;

    IInternalActorRef IInternalActorRef.Parent => this;

    bool IInternalActorRef.IsTerminated => false;

    IInternalActorRef IInternalActorRef.GetSingleChild(string name) => this;

    void IInternalActorRef.SendSystemMessage(SystemMessage message)
    {
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef? sender)
    {
    }
}
