namespace HttpActors;

/// <summary>A request with its response, as <see cref="HttpServer.Requests"/> publishes them.</summary>
/// <param name="Request">What the client sent.</param>
/// <param name="Response">What it will get.</param>
public readonly record struct HttpExchange(IncomingMessage Request, ServerResponse Response);
