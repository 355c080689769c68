using System.Net;
using Akka.Event;

namespace HttpActors.Actors.Server;

// To ServerActor

/// <summary>Bind this end point and listen; <see cref="Bound"/> completes with the real end point or the reason why not.</summary>
internal sealed record Bind(EndPoint EndPoint, int Backlog, bool DualMode, TaskCompletionSource<EndPoint> Bound)
{
    /// <summary>Whether other sockets may listen on the same end point too.</summary>
    public bool ReusePort { get; init; }
}

/// <summary>Stop accepting, let what is under way finish, then stop.</summary>
internal sealed record Drain;

/// <summary>More connections may be open than before, perhaps.</summary>
internal sealed record LimitsChanged : IDeadLetterSuppression;

/// <summary>Close the connections that are between two exchanges.</summary>
internal sealed record CloseIdleConnections;

/// <summary>Close every connection now; those on which HTTP has ended only on demand.</summary>
internal sealed record AbortConnections(bool Tunnels = true);

// To ListenerActor

/// <summary>Something happened to the pending accept.</summary>
internal sealed record AcceptCompleted : IDeadLetterSuppression;

/// <summary>There may be room again.</summary>
internal sealed record ResumeAccepting : IDeadLetterSuppression;

/// <summary>The pause after an error is over.</summary>
internal sealed record PauseEnded;

// To ConnectionSupervisor, or to ServerActor for one that was accepted elsewhere

/// <summary>Start an actor for this connection.</summary>
internal sealed record StartConnection(ServerConnection Connection);

/// <summary>A second has passed: look at the deadlines.</summary>
internal sealed record Tick : IDeadLetterSuppression;

// From ConnectionSupervisor to ServerActor

/// <summary>A connection is gone; there is room for another.</summary>
internal sealed record ConnectionGone : IDeadLetterSuppression;
