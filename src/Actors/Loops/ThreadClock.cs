using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace HttpActors.Actors.Loops;

/// <summary>Reads what the scheduler counts for one thread: <c>schedstat</c> of the proc file system.</summary>
internal sealed class ThreadClock : IDisposable
{
    private const string Path = "/proc/thread-self/schedstat";
    private readonly SafeFileHandle _file;

    private ThreadClock(SafeFileHandle file) => _file = file;

    /// <summary>Whether the system counts such times: some containers' kernels do not.</summary>
    public static bool IsSupported
    {
        get
        {
            using var clock = OfThisThread();
            return clock is not null && clock.Read().OnCore > 0;
        }
    }

    /// <summary>The clock of the calling thread; null where there is none.</summary>
    public static ThreadClock? OfThisThread()
    {
        try
        {
            return new ThreadClock(File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Any thread; zeros when the thread is gone.</summary>
    public ThreadTimes Read()
    {
        Span<byte> text = stackalloc byte[64];
        try
        {
            text = text[..RandomAccess.Read(_file, text, 0)];
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return default;
        }

        return Utf8Parser.TryParse(text, out long onCore, out var used)
            && used < text.Length
            && Utf8Parser.TryParse(text[(used + 1)..], out long waiting, out _)
            ? new ThreadTimes(onCore, waiting)
            : default;
    }

    public void Dispose() => _file.Dispose();
}
