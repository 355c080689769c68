namespace HttpActors;

/// <summary>Answers a request. Runs in the connection's turn: it must not block.</summary>
/// <param name="request">The request; its body arrives while and after this runs.</param>
/// <param name="response">The response; the exchange lasts until it is ended.</param>
public delegate void RequestListener(IncomingMessage request, ServerResponse response);
