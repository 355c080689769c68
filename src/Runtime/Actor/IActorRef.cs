namespace Akka.Actor;

/// <summary>The handle of one incarnation of an actor. It stays valid across restarts; after the actor's end messages become dead letters.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    /// <summary>Where the actor stands in the tree, with the unique id of its incarnation.</summary>
    ActorPath Path { get; }
}
