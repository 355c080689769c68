namespace Akka.Actor;

/// <summary>Makes actors in place of a constructor call by reflection.</summary>
public interface IIndirectActorProducer
{
    /// <summary>Makes an instance; called on the actor's dispatcher, once for each incarnation.</summary>
    ActorBase Produce();

    /// <summary>The class of the actors made.</summary>
    Type ActorType { get; }

    /// <summary>Called with an instance the runtime has done with, after its PostStop or PreRestart.</summary>
    /// <param name="actor">The instance.</param>
    void Release(ActorBase actor);
}
