namespace HttpActors.Actors.Server;

/// <summary>
/// Who listens beyond ordinary requests: the facade. Whether somebody does decides what the server does by itself.
/// Called in the connection's turn, inside the guard around user code unless it says otherwise.
/// </summary>
internal interface IServerEvents
{
    /// <summary>Whether somebody listens for such requests. Outside the guard.</summary>
    bool Hears(RequestKind kind);

    /// <summary>Whether this request is upgraded; false makes it an ordinary one.</summary>
    bool Upgrades(ServerExchange exchange);

    /// <summary>Whether somebody listens for the errors of clients. Outside the guard.</summary>
    bool HearsClientErrors { get; }

    /// <summary>What a client sent cannot be read, or its connection broke.</summary>
    void OnClientError(ServerConnection connection, Exception error);

    /// <summary>Nothing moved on the connection for the inactivity time. True: somebody was told, and acts.</summary>
    bool OnTimeout(ServerConnection connection);

    /// <summary>A request beyond the limit of its connection; it is answered with 503.</summary>
    void OnDropped(ServerExchange exchange);

    /// <summary>HTTP has ended on this connection; <paramref name="first"/> came behind the request's head.</summary>
    void OnTunnel(ServerExchange exchange, RequestKind kind, ReadOnlyMemory<byte> first);
}
