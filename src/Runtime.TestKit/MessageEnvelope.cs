using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message the test actor received.</summary>
public abstract class MessageEnvelope
{
    /// <summary>Creates an envelope.</summary>
    protected MessageEnvelope()
    {
    }

    /// <summary>The message.</summary>
    public abstract object Message { get; }

    /// <summary>Who sent it.</summary>
    public abstract IActorRef Sender { get; }
}
