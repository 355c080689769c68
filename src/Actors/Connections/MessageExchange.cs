using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Connections;

/// <summary>
/// One request and its response, seen from either end: what the facade's messages do to it.
/// </summary>
/// <remarks>
/// Members act at once in the connection's turn and travel there otherwise, in the order of the calls. Any thread.
/// An exchange is the synchronization context of its own user code, so that a late exception costs the exchange that it
/// came from, whichever is under way by then.
/// </remarks>
internal abstract class MessageExchange : TurnSynchronizationContext
{
    /// <summary>The connection it is on; on a client null until it has one.</summary>
    public abstract Connection? Carrier { get; }

    /// <summary>The same while the exchange has it: null once it was given back to a pool.</summary>
    public virtual Connection? Held => Carrier;

    /// <summary>No octet can be sent any more.</summary>
    public abstract bool IsClosed { get; }

    /// <summary>Whether the last octet of our message was handed to the operating system.</summary>
    public abstract bool IsSent { get; }

    /// <summary>Whether the peer's whole message has been received.</summary>
    public abstract bool IsReceived { get; }

    /// <summary>Whether nothing can break the peer's message any more for whoever takes it.</summary>
    public virtual bool IsTaken => IsReceived;

    /// <summary>Whether header fields of the peer that can occur once are joined when they occur twice.</summary>
    public virtual bool JoinsDuplicates => false;

    /// <summary>Octets on their way to the peer on this connection.</summary>
    public abstract long BufferedBytes { get; }

    /// <summary>Below this writers go on, above it they wait.</summary>
    public abstract int HighWaterMark { get; }

    /// <summary>Sends the head without waiting for the first octet of the body.</summary>
    public abstract void FlushHead();

    /// <summary>Stages octets of the body; they are copied before this returns. False: writers should wait for the drain.</summary>
    public abstract bool Write(ReadOnlySpan<byte> data, Action<Exception?>? callback);

    /// <summary>Ends our message, with <paramref name="data"/> as its last octets.</summary>
    public abstract void End(ReadOnlyMemory<byte> data, Action<Exception?>? callback);

    /// <summary>Somebody began to follow after the end: what is still to come is told as if it had been asked before.</summary>
    public abstract void FollowLate();

    /// <summary>Gives the peer's body to <paramref name="receiver"/>; it gets octets from the first turn after this call.</summary>
    public abstract void Receive(IBodyReceiver receiver);

    /// <summary>Starts or stops the flow of the body; in the turn from the very next octet.</summary>
    public abstract void SetDemand(BodyDemand demand);

    /// <summary>The receiver has no room, or has room again: apart from <see cref="SetDemand"/>, so that neither undoes the other.</summary>
    public abstract void SetFull(bool full);

    /// <summary>Nobody reads the body any more.</summary>
    public abstract void Abandon();

    /// <summary>
    /// Runs <paramref name="callback"/> when nothing more will happen: with null when both halves were complete and
    /// sent, with what went wrong otherwise.
    /// </summary>
    public abstract void WhenOver(Action<Exception?> callback);

    /// <summary>Runs user code in a turn of its own, never inside the call that brought it.</summary>
    public abstract void CallLater(Action callback);

    /// <summary>How long nothing may move on the connection during this exchange. Zero: for ever.</summary>
    public abstract void SetTimeout(TimeSpan time);

    /// <summary>Breaks the exchange and its connection.</summary>
    /// <param name="error">What the user gave as the reason; null: nothing.</param>
    public abstract void Destroy(Exception? error = null);

    /// <summary>User code of this exchange failed after it had returned.</summary>
    public abstract void FailHandler(Exception error);

    /// <summary>Delivers the end of the body once somebody receives it. In turn.</summary>
    public abstract void DeliverPending();

    /// <summary>Less is staged than the high-water mark again. In turn.</summary>
    public abstract void OnDrained();
}
