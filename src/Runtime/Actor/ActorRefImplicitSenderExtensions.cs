namespace Akka.Actor;

/// <summary>Telling with the sender taken from the actor whose turn it is.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends a message from the current actor, or from nobody outside of one.</summary>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message; not null.</param>
    public static void Tell(this IActorRef receiver, object message) =>
        receiver.Tell(message, ActorCell.Current?.Self);

    /// <summary>Sends a message on and keeps the sender of the current message.</summary>
    /// <param name="receiver">Who gets it.</param>
    /// <param name="message">The message; not null.</param>
    public static void Forward(this IActorRef receiver, object message) =>
        receiver.Tell(message, ActorCell.Current?.Sender);
}
