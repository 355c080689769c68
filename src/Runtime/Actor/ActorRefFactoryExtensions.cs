using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor;

/// <summary>Short forms of <see cref="IActorRefFactory"/>.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Creates an actor by its parameterless constructor.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="factory">The system or a context.</param>
    /// <param name="name">Its name, or null for a generated one.</param>
    public static IActorRef ActorOf<[DynamicallyAccessedMembers(Props.Constructors)] TActor>(this IActorRefFactory factory, string? name = null)
        where TActor : ActorBase, new() =>
        factory.ActorOf(Props.Create<TActor>(), name);
}
