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

    /// <summary>HTTP has ended on this connection; <paramref name="first"/> came behind the request's head.</summary>
    void OnTunnel(ServerExchange exchange, RequestKind kind, ReadOnlyMemory<byte> first);
}
