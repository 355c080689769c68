namespace HttpActors;

/// <summary>
/// Listeners of how a message ends: it is complete, which is the end of one that came and the finish of one that was
/// sent; an error; the close. Each is told each of them once.
/// </summary>
internal abstract class MessageExtras
{
    public event Action? Completed;

    public event Action? Closed;

    public event Action<Exception>? Errored;

    public bool ListensForErrors => Errored is not null;

    public bool ListensForClose => Closed is not null;

    public bool ListensForCompletion => Completed is not null;

    public void RaiseCompleted() => Interlocked.Exchange(ref Completed, null)?.Invoke();

    /// <summary>An error that is not the last thing that happens to the message.</summary>
    public void RaiseErrored(Exception error) => Errored?.Invoke(error);

    /// <summary>
    /// Tells what has happened so far, in its order, to those who have not heard of it. Listeners may come from another
    /// thread meanwhile, and are then told by another call.
    /// </summary>
    /// <param name="completed">Whether it is complete.</param>
    /// <param name="error">The error that was the last; null: none.</param>
    /// <param name="closed">Whether the close has come.</param>
    public void Tell(bool completed, Exception? error, bool closed)
    {
        // After its end a connection has no turns: without the lock, one call could tell the close while another is
        // still about to tell the same listener's error.
        lock (this)
        {
            // Taken in the opposite order: of one who begins to listen for both right now, the error is seen if the close is.
            var close = closed ? Interlocked.Exchange(ref Closed, null) : null;
            var fail = error is null ? null : Interlocked.Exchange(ref Errored, null);
            var complete = completed ? Interlocked.Exchange(ref Completed, null) : null;
            try
            {
                complete?.Invoke();
                fail?.Invoke(error!);
            }
            finally
            {
                close?.Invoke();
            }
        }
    }
}
