using Akka.Actor;

namespace HttpActors;

/// <content>An actor's answer as the response.</content>
public partial class ServerResponse
{
    /// <summary>Lets an actor answer this request; see <see cref="HttpServer.ForwardTo"/>.</summary>
    /// <param name="handler">Who answers.</param>
    /// <param name="options">The time and size limits; null: the defaults.</param>
    /// <returns>Completes when the answer was given, whichever it is.</returns>
    /// <exception cref="ArgumentException"><see cref="ActorRefs.Nobody"/>.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the request's body is taken already.</exception>
    public Task ForwardTo(IActorRef handler, ActorHandlerOptions? options = null) => new ActorHandlers.ActorForwarding(
        this, CheckHandler(handler), (options ?? new ActorHandlerOptions()).Checked()).RunAsync();

    internal static IActorRef CheckHandler(IActorRef handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return handler.IsNobody() ? throw new ArgumentException("Nobody answers no requests.", nameof(handler)) : handler;
    }
}
