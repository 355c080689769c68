namespace HttpActors.Actors.Turns;

/// <summary>Brings the continuation of an <c>await</c> in user code back into the connection's turn.</summary>
internal sealed class TurnSynchronizationContext(ITurnOwner owner) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => owner.Post(new Continuation(owner, d, state));

    /// <summary>Runs at once in the turn; from elsewhere it would have to block, which a connection never does.</summary>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!owner.InTurn)
        {
            throw new NotSupportedException(
                "A connection's SynchronizationContext cannot be sent to from another thread: that would block. Use Post.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class Continuation(ITurnOwner owner, SendOrPostCallback callback, object? state) : TurnWork
    {
        public override void Run()
        {
            if (!owner.InTurn)
            {
                callback(state);
                return;
            }

            using (owner.EnterUserCode())
            {
                callback(state);
            }
        }
    }
}

/// <summary>Whoever has turns.</summary>
internal interface ITurnOwner
{
    /// <summary>True when the calling thread is running this owner's turn right now.</summary>
    bool InTurn { get; }

    void Post(TurnWork work);

    UserCodeScope EnterUserCode();
}
