namespace Akka.Actor;

/// <summary>Death watch.</summary>
public interface ICanWatch
{
    /// <summary>Asks for one <see cref="Terminated"/> message when the subject has ended, or at once if it has already.</summary>
    /// <param name="subject">Whom to watch.</param>
    /// <returns>The subject.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="subject"/> is null.</exception>
    IActorRef Watch(IActorRef subject);

    /// <summary>As <see cref="Watch"/>, with a message of your own in place of <see cref="Terminated"/>.</summary>
    /// <param name="subject">Whom to watch.</param>
    /// <param name="message">What to receive when it has ended; not null.</param>
    /// <returns>The subject.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Ends a watch. A termination that is already in the mailbox is not delivered any more.</summary>
    /// <param name="subject">Whom not to watch any longer.</param>
    /// <returns>The subject.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="subject"/> is null.</exception>
    IActorRef Unwatch(IActorRef subject);
}
