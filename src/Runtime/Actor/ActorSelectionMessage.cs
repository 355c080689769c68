namespace Akka.Actor;

/// <summary>A message on its way along a selection.</summary>
public class ActorSelectionMessage : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    /// <summary>Creates a message.</summary>
    /// <param name="message">The message inside.</param>
    /// <param name="elements">The steps that are left.</param>
    /// <param name="wildCardFanOut">Whether it is one of several: then missing actors are no dead letters.</param>
    public ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    {
        Message = message;
        Elements = elements;
        WildCardFanOut = wildCardFanOut;
    }

    /// <summary>The message inside.</summary>
    public object Message { get; }

    /// <summary>The steps that are left.</summary>
    public SelectionPathElement[] Elements { get; }

    /// <summary>Whether it is one of several.</summary>
    public bool WildCardFanOut { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ActorSelectionMessage - Message: {Message} - WildCartFanOut: {WildCardFanOut} - Elements: {string.Join<SelectionPathElement>('/', Elements)}";
}
