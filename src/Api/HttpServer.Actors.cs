using Akka.Actor;

namespace HttpActors;

/// <content>An actor as the request handler.</content>
public sealed partial class HttpServer
{
    /// <summary>
    /// Lets an actor answer requests, wherever it lives: in this system, in another, on another machine. It gets an
    /// <see cref="HttpActorRequest"/> and tells its sender an <see cref="HttpActorResponse"/>. To choose an actor for
    /// each request, use <see cref="ServerResponse.ForwardTo"/> in a listener.
    /// </summary>
    /// <remarks>
    /// No answer in time is answered with 504, a terminated actor (it is watched) with 503, a
    /// <see cref="Status.Failure"/> and any other message with 500. Requests of one connection go one after the other,
    /// those of different connections do not wait for each other; the actor's mailbox is the queue.
    /// </remarks>
    /// <param name="handler">Who answers.</param>
    /// <param name="options">The time and size limits; null: the defaults.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException"><see cref="ActorRefs.Nobody"/>.</exception>
    /// <exception cref="HttpRangeException">An option that cannot be.</exception>
    public HttpServer ForwardTo(IActorRef handler, ActorHandlerOptions? options = null)
    {
        var known = ServerResponse.CheckHandler(handler);
        var limits = (options ?? new ActorHandlerOptions()).Checked();
        AddListener((_, response) => new ActorHandlers.ActorForwarding(response, known, limits).RunAsync());
        return this;
    }
}
