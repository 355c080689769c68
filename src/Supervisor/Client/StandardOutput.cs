using Microsoft.Win32.SafeHandles;

namespace HttpActors.Supervisor.Client;

/// <summary>
/// Standard output that says when its reader is gone: the console's own stream drops what it cannot write, and a download
/// for <c>head -1</c> would go on to its end.
/// </summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const int BrokenPipe = 32;

    internal static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();

        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!stream.CanSeek)
            return stream;

        // A file stream keeps a position of its own: what the shell's next command writes to the same file would lie over ours.
        stream.Dispose();
        return Console.OpenStandardOutput();
    }

    internal static bool IsGone(IOException failure) => !OperatingSystem.IsWindows() && failure.HResult == BrokenPipe;
}
