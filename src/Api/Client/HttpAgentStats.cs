namespace HttpActors;

/// <summary>What an agent has and has done, at one moment.</summary>
/// <param name="OpenConnections">Connections that are open or being made, idle ones included.</param>
/// <param name="IdleConnections">Connections that wait for a request.</param>
/// <param name="QueuedRequests">Requests that wait for a connection.</param>
/// <param name="Origins">Places that it has connections to or requests for, or had a minute ago.</param>
/// <param name="CreatedConnections">Connections made so far.</param>
/// <param name="RepeatedRequests">Requests that were sent again because a reused connection had died.</param>
public sealed record HttpAgentStats(
    int OpenConnections, int IdleConnections, int QueuedRequests, int Origins, long CreatedConnections, long RepeatedRequests);
