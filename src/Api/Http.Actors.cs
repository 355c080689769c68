using Akka.Actor;

namespace HttpActors;

/// <content>Servers whose requests an actor answers.</content>
public static partial class Http
{
    /// <summary>Creates a server whose requests an actor answers; see <see cref="HttpServer.ForwardTo"/>.</summary>
    /// <param name="handler">Who answers.</param>
    /// <param name="timeout">How long it may take; then 504. At least a millisecond.</param>
    /// <returns>The server; nothing is bound yet.</returns>
    /// <exception cref="HttpRangeException">The time cannot be.</exception>
    public static HttpServer CreateServer(IActorRef handler, TimeSpan timeout) =>
        CreateServer(new HttpServerOptions(), handler, new ActorHandlerOptions { Timeout = timeout });

    /// <summary>Creates a server whose requests an actor answers; see <see cref="HttpServer.ForwardTo"/>.</summary>
    /// <param name="options">How the server behaves.</param>
    /// <param name="handler">Who answers.</param>
    /// <param name="handling">The time and size limits of answers and requests; null: the defaults.</param>
    /// <returns>The server; nothing is bound yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option that cannot be.</exception>
    public static HttpServer CreateServer(HttpServerOptions options, IActorRef handler, ActorHandlerOptions? handling = null) =>
        new HttpServer(options).ForwardTo(handler, handling);
}
