using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Connections;

/// <summary>The context of user code that belongs to a connection as a whole, not to one of its exchanges.</summary>
internal sealed class ConnectionTurns(Connection connection) : TurnSynchronizationContext
{
    protected override ITurnOwner Owner => connection;

    protected override void OnContinuationFailed(Exception error) => connection.OnUserCodeFailed(null, error);
}
