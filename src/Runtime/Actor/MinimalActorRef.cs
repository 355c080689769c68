using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>A reference without an actor behind it: no parent, no children, ignores what it is not made for.</summary>
internal abstract class MinimalActorRef : ActorRefBase, IInternalActorRef
{
    public abstract ActorSystemImpl? System { get; }

    public virtual IInternalActorRef Parent => ActorRefs.Nobody;

    public virtual bool IsTerminated => false;

    public virtual IInternalActorRef GetSingleChild(string name) => ActorRefs.Nobody;

    public virtual void SendSystemMessage(SystemMessage message)
    {
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
    }
}
