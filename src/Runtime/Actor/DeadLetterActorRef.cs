using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Where messages to actors that are no more end up: published, but for those the runtime answers itself.</summary>
internal sealed class DeadLetterActorRef(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override ActorSystemImpl System => system;

    public override bool IsTerminated => true;

    /// <summary>A message whose receiver has ended or never was.</summary>
    public void Take(object message, IActorRef? sender, IActorRef recipient)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                break;
            case ActorSelectionMessage selection:
                TakeSelection(selection, sender, recipient);
                break;
            case IDeadLetterSuppression suppressed:
                system.EventStream.Publish(new SuppressedDeadLetter(suppressed, sender ?? this, recipient));
                break;
            default:
                system.EventStream.Publish(new DeadLetter(message, sender ?? this, recipient));
                break;
        }
    }

    /// <summary>Answers a watch that came too late; the rest is nobody's business any more.</summary>
    public void TakeSystem(SystemMessage message, IInternalActorRef recipient)
    {
        switch (message)
        {
            case Watch watch when !ReferenceEquals(watch.Watcher, recipient):
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false));
                break;
            case Watch or Unwatch:
                break;
            default:
                Take(message, recipient, recipient);
                break;
        }
    }

    public override void SendSystemMessage(SystemMessage message) => TakeSystem(message, this);

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is null) throw new InvalidMessageException();
        if (message is DeadLetter letter) Take(letter.Message, letter.Sender, letter.Recipient);
        else Take(message, sender, this);
    }

    private void TakeSelection(ActorSelectionMessage selection, IActorRef? sender, IActorRef recipient)
    {
        if (selection.Message is Identify identify)
        {
            if (!selection.WildCardFanOut) sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
            return;
        }

        system.EventStream.Publish(new DeadLetter(selection.Message, sender ?? this, recipient));
    }
}

/// <summary>Stands for an actor that a path names and that does not live.</summary>
internal sealed class EmptyLocalActorRef(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override ActorSystemImpl System => system;

    public override bool IsTerminated => true;

    public override void SendSystemMessage(SystemMessage message) => system.DeadLetterRef.TakeSystem(message, this);

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is null) throw new InvalidMessageException();
        if (message is not DeadLetter) system.DeadLetterRef.Take(message, sender, this);
    }
}

/// <summary>Swallows messages without a trace.</summary>
internal sealed class IgnoreActorRef(ActorSystemImpl system) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "local")) / "ignore";

    public override ActorSystemImpl System => system;
}
