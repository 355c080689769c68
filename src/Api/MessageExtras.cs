namespace HttpActors;

/// <summary>Listeners of how a message ends: its end, an error, the close. Each is told each of them once.</summary>
internal abstract class MessageExtras
{
    public event Action? Ended;

    public event Action? Closed;

    public event Action<Exception>? Errored;

    public bool ListensForErrors => Errored is not null;

    public bool ListensForClose => Closed is not null;

    public void RaiseEnded() => Interlocked.Exchange(ref Ended, null)?.Invoke();

    /// <summary>An error that is not the last thing that happens to the message.</summary>
    public void RaiseErrored(Exception error) => Errored?.Invoke(error);

    /// <summary>
    /// Tells what has happened so far, in its order, to those who have not heard of it. Listeners may come from another
    /// thread meanwhile, and are then told by another call.
    /// </summary>
    /// <param name="ended">Whether the end has come.</param>
    /// <param name="error">The error that was the last; null: none.</param>
    /// <param name="closed">Whether the close has come.</param>
    public void Tell(bool ended, Exception? error, bool closed)
    {
        // After its end a connection has no turns: without the lock, one call could tell the close while another is
        // still about to tell the same listener's error.
        lock (this)
        {
            // Taken in the opposite order: of one who begins to listen for both right now, the error is seen if the close is.
            var close = closed ? Interlocked.Exchange(ref Closed, null) : null;
            var fail = error is null ? null : Interlocked.Exchange(ref Errored, null);
            var end = ended ? Interlocked.Exchange(ref Ended, null) : null;
            try
            {
                end?.Invoke();
                fail?.Invoke(error!);
            }
            finally
            {
                close?.Invoke();
            }
        }
    }
}
