using Akka.Event;

namespace HttpActors.Actors.Connections;

/// <summary>An actor of a connection tells its parent that it is over and has given everything back.</summary>
internal sealed record ConnectionReleased(Connection Connection) : IDeadLetterSuppression;
