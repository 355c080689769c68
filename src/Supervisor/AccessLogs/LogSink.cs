using System.Threading.Channels;

namespace HttpActors.Supervisor.AccessLogs;

/// <summary>
/// Lines wait in a bounded queue for one writer. What cannot be written is dropped and counted like what does not fit: a
/// full disk is no reason to stop, and it may have room again.
/// </summary>
internal sealed class LogSink : IAsyncDisposable
{
    private const int LinesPerFlush = 1000;

    private readonly Channel<string> _lines;
    private readonly TextWriter _output;
    private readonly bool _ownsOutput;
    private readonly Action<int, Exception> _lost;
    private readonly Task _writing;

    /// <param name="output">Where they go.</param>
    /// <param name="ownsOutput">It is disposed with this.</param>
    /// <param name="capacity">Lines that may wait.</param>
    /// <param name="lost">Told how many lines could not be written, and why.</param>
    internal LogSink(TextWriter output, bool ownsOutput, int capacity, Action<int, Exception> lost)
    {
        (_output, _ownsOutput, _lost) = (output, ownsOutput, lost);
        _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _writing = WriteAsync();
    }

    /// <summary>False where there is no room, or no writer any more.</summary>
    internal bool TryWrite(string line) => _lines.Writer.TryWrite(line);

    /// <summary>Writes what waits, then ends.</summary>
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
            var count = 0;
            try
            {
                for (; count < LinesPerFlush && _lines.Reader.TryRead(out var line); count++)
                    await _output.WriteLineAsync(line).ConfigureAwait(false);
                await _output.FlushAsync().ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
            {
                _lost(Math.Max(1, count), failure);
            }
        }
    }
}
