using HttpActors.Actors.Server;

namespace HttpActors;

/// <summary>What a <see cref="ServerResponse"/> is made of, for <see cref="HttpServerOptions.CreateResponse"/>. Good for one response.</summary>
public readonly struct ServerResponseContext
{
    internal ServerResponseContext(ServerExchange exchange, IncomingMessage request) => (Exchange, Request) = (exchange, request);

    /// <summary>What is answered.</summary>
    public IncomingMessage Request { get; }

    internal ServerExchange Exchange { get; }
}
