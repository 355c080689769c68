using Akka.Event;

namespace HttpActors.Actors.Client;

// To AgentActor, which passes on what is an origin's

/// <summary>A request that found no idle connection, or must not have one.</summary>
internal sealed record Submit(ClientExchange Exchange);

/// <summary>A request was refused on its way to a closing agent, which may have waited for it.</summary>
internal sealed record SubmitTakenBack : IDeadLetterSuppression;

/// <summary>An origin has requests and may not open another connection: the agent has as many as it may have.</summary>
internal sealed record Starving(Origin Origin) : IDeadLetterSuppression;

/// <summary>An origin has neither connections nor requests, for a while or in a closing agent; it asks to be stopped.</summary>
internal sealed record OriginEmpty(Origin Origin) : IDeadLetterSuppression;

/// <summary>Half a second has passed: look at the deadlines.</summary>
internal sealed record ClientTick : IDeadLetterSuppression;

/// <summary>Finish what is queued and under way, then stop.</summary>
internal sealed record CloseAgent : IDeadLetterSuppression;

/// <summary>Fail everything, then stop.</summary>
internal sealed record DestroyAgent : IDeadLetterSuppression;

// To OriginActor

/// <summary>A request that waits was given up.</summary>
internal sealed record Withdrawn : IDeadLetterSuppression;

/// <summary>A connection has nothing to do and is on no shelf.</summary>
internal sealed record ConnectionFree(ClientConnection Connection) : IDeadLetterSuppression;

/// <summary>No request comes any more; stop, unless one came before this.</summary>
internal sealed record StopIfEmpty : IDeadLetterSuppression;

/// <summary>There may be a connection for requests that wait.</summary>
internal sealed record ServeQueue : IDeadLetterSuppression;

// To AgentActor

/// <summary>A connection is gone, was not made after all, or the room for it was not needed.</summary>
internal sealed record RoomAvailable : IDeadLetterSuppression;
