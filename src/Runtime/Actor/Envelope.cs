namespace Akka.Actor;

/// <summary>A message with its sender.</summary>
public readonly struct Envelope
{
    /// <summary>Creates an envelope.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    public Envelope(object message, IActorRef? sender)
    {
        Message = message;
        Sender = sender;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Its sender, or null.</summary>
    public IActorRef? Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {(object?)Sender ?? "NoSender"}";
}
