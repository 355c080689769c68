using System.Threading.Channels;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.AccessLogs;

/// <summary>
/// Lines wait in a bounded queue for one writer. A disk or a terminal that is too slow costs lines, which are counted,
/// and never requests.
/// </summary>
internal sealed class AccessLog : IRequestObserver, IAsyncDisposable
{
    private readonly Channel<string> _lines;
    private readonly TextWriter _output;
    private readonly bool _ownsOutput;
    private readonly Task _writing;
    private long _dropped;

    internal AccessLog(string format, TextWriter output, int capacity, TimeProvider clock, bool ownsOutput = false)
    {
        (Format, _output, _ownsOutput, Clock) = (format, output, ownsOutput, clock);
        _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _writing = WriteAsync();
    }

    public TimeProvider Clock { get; }

    /// <summary>A reload may change it.</summary>
    internal string Format { get; set; }

    internal long Dropped => Volatile.Read(ref _dropped);

    public void OnStarted(RequestTrail trail)
    {
    }

    public void OnEnded(RequestTrail trail)
    {
        if (Format != "off" && !_lines.Writer.TryWrite(AccessLine.Format(Format, trail)))
            Interlocked.Increment(ref _dropped);
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        if (_ownsOutput)
            await _output.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        // Off the caller's thread at once: what follows may block on a terminal.
        while (await _lines.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_lines.Reader.TryRead(out var line))
                await _output.WriteLineAsync(line).ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }
    }
}
