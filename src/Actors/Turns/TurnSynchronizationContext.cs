namespace HttpActors.Actors.Turns;

/// <summary>
/// Brings the continuation of an <c>await</c> in user code back into the connection's turn, and what it throws to
/// whoever it belongs to: an <c>async void</c> method posts its exception here, long after its caller returned.
/// </summary>
internal abstract class TurnSynchronizationContext : SynchronizationContext
{
    protected abstract ITurnOwner Owner { get; }

    /// <summary>Told what a continuation threw. In turn, or on the thread pool after the last one.</summary>
    protected abstract void OnContinuationFailed(Exception error);

    /// <summary>Called whenever user code of this context is entered, inside its scope.</summary>
    public virtual void OnEntered()
    {
    }

    public override void Post(SendOrPostCallback d, object? state) => Owner.Post(new Continuation(this, d, state));

    /// <summary>Runs at once in the turn; from elsewhere it would have to block, which a connection never does.</summary>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!Owner.InTurn)
        {
            throw new NotSupportedException(
                "A connection's SynchronizationContext cannot be sent to from another thread: that would block. Use Post.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private void Run(SendOrPostCallback callback, object? state)
    {
        if (!Owner.InTurn)
        {
            callback(state);
            return;
        }

        using (Owner.EnterUserCode(this))
        {
            callback(state);
        }
    }

    private sealed class Continuation(TurnSynchronizationContext context, SendOrPostCallback callback, object? state) : TurnWork
    {
        public override void Run()
        {
            try
            {
                context.Run(callback, state);
            }
            catch (Exception error)
            {
                context.OnContinuationFailed(error);
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

    UserCodeScope EnterUserCode(TurnSynchronizationContext context);
}
