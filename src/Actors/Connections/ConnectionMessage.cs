using Akka.Event;

namespace HttpActors.Actors.Connections;

/// <summary>What a connection's actor is told; one object for each, so that telling allocates nothing.</summary>
/// <remarks>A connection that is gone misses them without harm: they make no dead letters.</remarks>
internal sealed class ConnectionMessage : IDeadLetterSuppression
{
    private ConnectionMessage(Kinds kind) => Kind = kind;

    internal enum Kinds : byte
    {
        InputReady,
        OutputReady,
        WorkPosted,
        TurnContinued,
        DeadlinePassed,
        Drain,
        CloseIdle,
        Abort,
        AbortHttp,
        TransportLost,
    }

    /// <summary>The pending read may make progress. One under way at most.</summary>
    public static ConnectionMessage InputReady { get; } = new(Kinds.InputReady);

    /// <summary>The pending flush may make progress. One under way at most.</summary>
    public static ConnectionMessage OutputReady { get; } = new(Kinds.OutputReady);

    /// <summary>Work from other threads waits. One under way for a batch.</summary>
    public static ConnectionMessage WorkPosted { get; } = new(Kinds.WorkPosted);

    /// <summary>The rest of a turn that had done its share.</summary>
    public static ConnectionMessage TurnContinued { get; } = new(Kinds.TurnContinued);

    /// <summary>The coarse clock passed the connection's deadline.</summary>
    public static ConnectionMessage DeadlinePassed { get; } = new(Kinds.DeadlinePassed);

    /// <summary>No request after the present one.</summary>
    public static ConnectionMessage Drain { get; } = new(Kinds.Drain);

    /// <summary>Close if between two exchanges.</summary>
    public static ConnectionMessage CloseIdle { get; } = new(Kinds.CloseIdle);

    /// <summary>Close now, whatever is under way.</summary>
    public static ConnectionMessage Abort { get; } = new(Kinds.Abort);

    /// <summary>Close now, unless HTTP has ended on the connection.</summary>
    public static ConnectionMessage AbortHttp { get; } = new(Kinds.AbortHttp);

    /// <summary>The connection broke while nobody waited for it.</summary>
    public static ConnectionMessage TransportLost { get; } = new(Kinds.TransportLost);

    public Kinds Kind { get; }

    public override string ToString() => Kind.ToString();
}
