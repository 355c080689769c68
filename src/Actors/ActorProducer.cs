using Akka.Actor;

namespace HttpActors.Actors;

/// <summary>Makes actors by a function: props without an expression tree.</summary>
/// <param name="make">Called once for each incarnation.</param>
internal sealed class ActorProducer<TActor>(Func<TActor> make) : IIndirectActorProducer
    where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public ActorBase Produce() => make();

    public void Release(ActorBase actor)
    {
    }
}
