namespace HttpActors;

public abstract partial class OutgoingMessage
{
    /// <summary>Whether writes are held back, see <see cref="Cork"/>.</summary>
    public bool IsCorked => _extras is { Cork: not null };

    /// <summary>
    /// Holds writes back until the last of the returned objects is disposed or the message is ended, so that they leave
    /// together: as one chunk, or with a Content-Length where the end comes first. For one thread at a time.
    /// </summary>
    /// <returns>Disposing it lets them go.</returns>
    /// <example>
    /// <code>
    /// using (response.Cork())
    /// {
    ///     response.Write("one ");
    ///     response.Write("chunk");
    /// }
    /// </code>
    /// </example>
    public IDisposable Cork()
    {
        var cork = Extras.Cork ??= new Body.Cork(Uncork);
        return cork.Add();
    }

    /// <summary>Sends the head now, without waiting for the body, and waits until it was handed to the operating system.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that faults with the reason when it can never arrive.</returns>
    public ValueTask FlushHeadersAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FlushHeaders();
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (IsEnded || IsDestroyed)
        {
            _exchange.WhenOver(error => Settle(flushed, error));
        }
        else
        {
            _exchange.Write([], error => Settle(flushed, error));
        }

        return new ValueTask(flushed.Task.WaitAsync(cancellationToken));
    }

    private void Uncork()
    {
        if (_extras is not { Cork: { } cork })
        {
            return;
        }

        _extras.Cork = null;
        var (data, callback) = cork.Release(default, null);
        if (!IsEnded && (data.Length > 0 || callback is not null))
        {
            Write(data, callback);
        }
    }
}
