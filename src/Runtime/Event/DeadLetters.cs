using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that is not published as a dead letter, only as a <see cref="SuppressedDeadLetter"/>.</summary>
public interface IDeadLetterSuppression
{
}

/// <summary>A message that did not get through.</summary>
public abstract class AllDeadLetters : IWrappedMessage
{
    /// <summary>Creates the notice.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="recipient">Who should have got it.</param>
    protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who sent it; the dead letters when nobody did.</summary>
    public IActorRef Sender { get; }

    /// <summary>Who should have got it.</summary>
    public IActorRef Recipient { get; }

    /// <inheritdoc/>
    public override string ToString() => $"DeadLetter from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message to an actor that had ended or never was.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    /// <summary>Creates the notice.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="recipient">Who should have got it.</param>
    /// <exception cref="ArgumentNullException">The sender or the recipient is null.</exception>
    public DeadLetter(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(recipient);
    }
}

/// <summary>A dead letter that is of no interest, such as a second stop.</summary>
public sealed class SuppressedDeadLetter : AllDeadLetters
{
    // Not public: versions of Akka.NET differ in the type of the message.
    internal SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}

/// <summary>A message no behaviour of a living actor handled.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    /// <summary>Creates the notice.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="recipient">Who did not handle it.</param>
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}

/// <summary>A message that was thrown away on purpose.</summary>
public sealed class Dropped : AllDeadLetters
{
    /// <summary>Creates the notice.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="recipient">Who should have got it.</param>
    public Dropped(object message, string reason, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient) => Reason = reason;

    /// <summary>Why.</summary>
    public string Reason { get; }
}
