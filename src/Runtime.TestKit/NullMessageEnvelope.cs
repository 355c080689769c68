using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Stands for the message before the first.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    /// <summary>The one instance.</summary>
    public static NullMessageEnvelope Instance = new();

    private NullMessageEnvelope()
    {
    }

    /// <summary>There is none.</summary>
    /// <exception cref="IllegalActorStateException">Always.</exception>
    public override object Message => throw new IllegalActorStateException("last receive did not dequeue a message");

    /// <summary>There is none.</summary>
    /// <exception cref="IllegalActorStateException">Always.</exception>
    public override IActorRef Sender => throw new IllegalActorStateException("last receive did not dequeue a message");

    /// <inheritdoc/>
    public override string ToString() => "<null>";
}
