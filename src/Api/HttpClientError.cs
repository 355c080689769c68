namespace HttpActors;

/// <summary>An error of a client, as <see cref="HttpServer.ClientErrors"/> publishes them.</summary>
/// <param name="Error">What it was; mostly an <see cref="HttpParseException"/>.</param>
/// <param name="Socket">The connection; whoever listens ends it.</param>
public readonly record struct HttpClientError(Exception Error, NetSocket Socket);
