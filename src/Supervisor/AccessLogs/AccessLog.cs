using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.AccessLogs;

/// <summary>
/// A line for each request. A disk or a terminal that is too slow costs lines, which are counted, and never requests.
/// Where they go may change at any time.
/// </summary>
internal sealed class AccessLog : IRequestObserver, IAsyncDisposable
{
    private readonly List<Task> _endings = [];
    private readonly Action<Exception> _trouble;
    private LogSink _sink;
    private long _dropped;

    /// <param name="format">One of the configuration's words.</param>
    /// <param name="output">Where lines go.</param>
    /// <param name="capacity">Lines that may wait.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ownsOutput">The output is disposed when it is not written to any more.</param>
    /// <param name="trouble">Told why lines could not be written; null: nobody is.</param>
    internal AccessLog(string format, TextWriter output, int capacity, TimeProvider clock, bool ownsOutput = false, Action<Exception>? trouble = null)
    {
        (Format, Clock, _trouble) = (format, clock, trouble ?? (_ => { }));
        _sink = new LogSink(output, ownsOutput, capacity, OnLost);
    }

    public TimeProvider Clock { get; }

    /// <summary>A reload may change it.</summary>
    internal string Format { get; set; }

    internal long Dropped => Volatile.Read(ref _dropped);

    /// <summary>A file that is appended to; whoever rotates it moves it away and asks for a reload.</summary>
    internal static StreamWriter OpenFile(string path)
    {
        try
        {
            return new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UsageException($"the access log '{path}' cannot be written: {failure.Message}; choose another accessLog.path");
        }
    }

    public void OnStarted(RequestTrail trail)
    {
    }

    public void OnEnded(RequestTrail trail)
    {
        if (Format == "off")
            return;
        var line = AccessLine.Format(Format, trail);
        var sink = Volatile.Read(ref _sink);
        if (sink.TryWrite(line))
            return;

        // Full; or it has just been replaced.
        var now = Volatile.Read(ref _sink);
        if (ReferenceEquals(now, sink) || !now.TryWrite(line))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>From here on lines go there; those that wait still go to the old place. Not by two threads at once.</summary>
    internal void Replace(TextWriter output, bool ownsOutput, int capacity)
    {
        var old = Interlocked.Exchange(ref _sink, new LogSink(output, ownsOutput, capacity, OnLost));
        _endings.RemoveAll(task => task.IsCompleted);
        _endings.Add(old.DisposeAsync().AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_endings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void OnLost(int lines, Exception failure)
    {
        // The first of them is told; the counter has the rest.
        if (Interlocked.Add(ref _dropped, lines) == lines)
            _trouble(failure);
    }
}
