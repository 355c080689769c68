using System.Buffers.Text;

namespace HttpActors.Actors.Loops;

/// <summary>
/// What the kernel's scheduler says of one thread. Files are opened when they are read: ten times a second at most, and a
/// thread holds no descriptors for it.
/// </summary>
internal sealed class ThreadClock
{
    private const string Self = "/proc/thread-self";
    private const int LongestText = 512;
    private const long NanosecondsInSecond = 1_000_000_000;
    private readonly string _times;
    private readonly string _state;

    private ThreadClock(string thread) => (_times, _state) = ($"/proc/{thread}/schedstat", $"/proc/{thread}/stat");

    /// <summary>Whether the system counts such times: some containers' kernels do not.</summary>
    public static bool IsSupported => OfThisThread() is { } clock && clock.Read().OnCore > 0;

    /// <summary>Whether the thread waits for something else than a core: for a lock, for time, for a device.</summary>
    public bool IsAsleep
    {
        get
        {
            // "1234 (any name) S 1 …"
            Span<byte> text = stackalloc byte[LongestText];
            text = text[..Read(_state, text)];
            var state = text.LastIndexOf((byte)')') + 2;
            return state > 1 && state < text.Length && text[state] is (byte)'S' or (byte)'D';
        }
    }

    /// <summary>Nanoseconds that the calling thread has been on a core; 0 where the system does not say.</summary>
    public static unsafe long OfCallingThread()
    {
        var time = stackalloc nint[2];
        return Libc.GetTime(Libc.ThreadCpuTime, time) == 0 ? (time[0] * NanosecondsInSecond) + time[1] : 0;
    }

    /// <summary>The clock of the calling thread; null where there is none.</summary>
    public static ThreadClock? OfThisThread()
    {
        try
        {
            return new FileInfo(Self).LinkTarget is { } thread ? new ThreadClock(thread) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Any thread; zeros when the thread is gone.</summary>
    public ThreadTimes Read()
    {
        Span<byte> text = stackalloc byte[LongestText];
        text = text[..Read(_times, text)];
        return Utf8Parser.TryParse(text, out long onCore, out var used)
            && used < text.Length
            && Utf8Parser.TryParse(text[(used + 1)..], out long waiting, out _)
            ? new ThreadTimes(onCore, waiting)
            : default;
    }

    private static int Read(string path, Span<byte> text)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return RandomAccess.Read(file, text, 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
