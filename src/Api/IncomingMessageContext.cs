using HttpActors.Actors.Server;

namespace HttpActors;

/// <summary>What an <see cref="IncomingMessage"/> is made of, for <see cref="HttpServerOptions.CreateIncomingMessage"/>. Good for one message.</summary>
public readonly struct IncomingMessageContext
{
    internal IncomingMessageContext(ServerExchange exchange) => Exchange = exchange;

    internal ServerExchange Exchange { get; }
}
