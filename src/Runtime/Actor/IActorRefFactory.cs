namespace Akka.Actor;

/// <summary>Where actors are made: the system (under /user) or an actor's context (its children).</summary>
public interface IActorRefFactory
{
    /// <summary>Creates an actor and starts it on its dispatcher. Its constructor runs there, not in this call.</summary>
    /// <param name="props">How to make it.</param>
    /// <param name="name">Its name among its siblings, or null for a generated one (<c>$a</c>, <c>$b</c>, …).</param>
    /// <exception cref="InvalidActorNameException">The name is empty, malformed or taken.</exception>
    /// <exception cref="InvalidOperationException">The parent is stopping.</exception>
    /// <exception cref="Configuration.ConfigurationException">The dispatcher named in <paramref name="props"/> does not exist.</exception>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>A selection of actors by path.</summary>
    /// <param name="actorPath">The path.</param>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>A selection of actors by path, absolute (<c>/user/a</c>, <c>akka://sys/user/a</c>) or relative (<c>../b</c>), with wildcards.</summary>
    /// <param name="actorPath">The path.</param>
    ActorSelection ActorSelection(string actorPath);
}
