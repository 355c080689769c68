using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Turns;

/// <summary>
/// Surrounds one call into user code: its awaits come back to the turn, and nothing it leaves behind on the thread,
/// no AsyncLocal and no culture, reaches the next callback.
/// </summary>
internal readonly ref struct UserCodeScope : IDisposable
{
    private static readonly ExecutionContext Clean = CaptureClean();
    private readonly ExecutionContext? _outer;
    private readonly LoopThread? _loopThread;
    private readonly SynchronizationContext? _outerSynchronization;

    /// <param name="context">Where awaits continue.</param>
    /// <param name="subject">Whose code it is, for the log when it blocks.</param>
    public UserCodeScope(SynchronizationContext context, object subject)
    {
        _loopThread = LoopThread.Current;
        _loopThread?.EnterUserCode(subject);
        _outer = ExecutionContext.Capture();
        _outerSynchronization = SynchronizationContext.Current;
        if (!ReferenceEquals(_outer, Clean))
        {
            ExecutionContext.Restore(Clean);
        }

        SynchronizationContext.SetSynchronizationContext(context);
    }

    public void Dispose()
    {
        _loopThread?.LeaveUserCode();
        SynchronizationContext.SetSynchronizationContext(_outerSynchronization);
        if (!ReferenceEquals(ExecutionContext.Capture(), _outer))
        {
            ExecutionContext.Restore(_outer ?? Clean);
        }
    }

    private static ExecutionContext CaptureClean()
    {
        ExecutionContext? clean = null;
        var thread = new Thread(() => clean = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return clean!;
    }
}
