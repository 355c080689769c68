using Akka.Actor;

namespace HttpActors;

/// <summary>
/// A service whose requests an actor answers: it gets <see cref="HttpActorRequest"/>s and tells
/// <see cref="HttpActorResponse"/>s. It needs a constructor without parameters.
/// </summary>
public interface IHttpActorService
{
    /// <summary>The actor, made anew at each start below the host's supervision; its failure is the service's.</summary>
    /// <param name="context">The service's name and settings.</param>
    /// <returns>Its props.</returns>
    Props CreateProps(HttpServiceContext context);
}
