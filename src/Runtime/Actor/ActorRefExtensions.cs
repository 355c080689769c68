using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor;

/// <summary>Questions about references.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether the reference is null or <see cref="ActorRefs.Nobody"/>.</summary>
    /// <param name="actorRef">The reference; may be null.</param>
    public static bool IsNobody([NotNullWhen(false)] this IActorRef? actorRef) => actorRef is null or Nobody;

    /// <summary>The reference, or another one where it is nobody.</summary>
    /// <param name="actorRef">The reference; may be null.</param>
    /// <param name="elseValue">Called when it is nobody.</param>
    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) =>
        actorRef.IsNobody() ? elseValue() : actorRef;
}
