using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor's view of its surroundings. Only its own turn may use it.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor's own reference.</summary>
    IActorRef Self { get; }

    /// <summary>How this actor was made.</summary>
    Props Props { get; }

    /// <summary>The sender of the current message; the dead letters when it had none.</summary>
    IActorRef Sender { get; }

    /// <summary>The actor system.</summary>
    ActorSystem System { get; }

    /// <summary>The supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>What runs this actor.</summary>
    MessageDispatcher Dispatcher { get; }

    /// <summary>The idle time after which a <see cref="Actor.ReceiveTimeout"/> comes; null when off.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>Replaces the current behaviour.</summary>
    /// <param name="receive">The new one; it returns whether it handled the message.</param>
    void Become(Receive receive);

    /// <summary>Puts a behaviour on top of the current one.</summary>
    /// <param name="receive">The new one; it returns whether it handled the message.</param>
    void BecomeStacked(Receive receive);

    /// <summary>Returns to the behaviour below; at the bottom there is no effect.</summary>
    void UnbecomeStacked();

    /// <summary>The child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    /// <param name="name">The name.</param>
    IActorRef Child(string name);

    /// <summary>A snapshot of the children.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Sends a <see cref="Actor.ReceiveTimeout"/> to this actor each time it had no message for so long.</summary>
    /// <param name="timeout">The idle time, or null to switch it off. Messages marked <see cref="INotInfluenceReceiveTimeout"/> do not count.</param>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Stops an actor after its current message.</summary>
    /// <param name="child">A child, this actor, or any other.</param>
    void Stop(IActorRef child);
}
