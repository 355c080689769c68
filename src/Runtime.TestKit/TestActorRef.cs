using Akka.Actor;

namespace Akka.TestKit;

/// <summary>An actor on the calling thread; see <see cref="TestKitBase.ActorOfAsTestActorRef{TActor}(Props, string)"/>.</summary>
/// <typeparam name="TActor">Its class.</typeparam>
public class TestActorRef<TActor> : TestActorRefBase<TActor>
    where TActor : ActorBase
{
    /// <summary>Creates an actor.</summary>
    /// <param name="system">The system.</param>
    /// <param name="actorProps">How.</param>
    /// <param name="supervisor">Its parent; null for /user.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
        : base(system, actorProps, supervisor, name)
    {
    }
}
