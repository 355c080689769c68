using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>A handler that stays until it is let go.</summary>
internal sealed class HandlerGate
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    public Task Entered => _entered.Task;

    /// <summary>
    /// False where a thread that had lost its loop before came back to the same actor: its mailbox had the next message
    /// already when the turn ended.
    /// </summary>
    public bool HoldsLoop { get; private set; }

    public void Block()
    {
        HoldsLoop = LoopThread.Current is { Stay: not 0 };
        _entered.SetResult();
        Assert.True(_released.Wait(Bounded.Patience), "A handler was never let go.");
        _released.Dispose();
    }

    public void Release() => _released.Set();
}
