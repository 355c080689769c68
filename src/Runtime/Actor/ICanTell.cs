namespace Akka.Actor;

/// <summary>Something a message can be sent to: an actor reference or an actor selection.</summary>
public interface ICanTell
{
    /// <summary>Sends a message and returns at once; delivery is at most once.</summary>
    /// <param name="message">The message; it must not be null and should be immutable.</param>
    /// <param name="sender">Who the receiver sees as its sender; null shows it the dead letters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null and the receiver is an actor.</exception>
    void Tell(object message, IActorRef? sender);
}
