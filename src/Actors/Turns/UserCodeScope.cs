namespace HttpActors.Actors.Turns;

/// <summary>
/// Surrounds one call into user code: its awaits come back to the turn, and nothing it leaves behind on the thread,
/// no AsyncLocal and no culture, reaches the next callback.
/// </summary>
internal readonly ref struct UserCodeScope : IDisposable
{
    private static readonly ExecutionContext Clean = CaptureClean();
    private readonly ExecutionContext? _outer;
    private readonly SynchronizationContext? _outerSynchronization;

    public UserCodeScope(SynchronizationContext context)
    {
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
