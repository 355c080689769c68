using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Server;

/// <summary>
/// Descriptors that connections leave to the rest of the process: files that are served, a thread that starts. The runtime
/// ends the process when a thread of its pool cannot be started for want of one.
/// </summary>
/// <remarks>The system gives out the lowest free number, so a number near the limit says that few are left.</remarks>
internal sealed class DescriptorReserve
{
    private const long Most = 16;
    private readonly long _reserve = Math.Clamp((Limit() - Lowest()) / 4, 1, Most);

    /// <summary>Whether one connection more leaves the reserve untouched. True where that is not known.</summary>
    /// <param name="last">The descriptor of the last connection; -1 when there was none.</param>
    public bool AllowsAnother(int last) => last < Limit() - _reserve || Lowest() < Limit() - _reserve;

    /// <summary>The lowest free number; too large for any limit when there is none.</summary>
    private static long Lowest()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var descriptor = Libc.EventFd(0, Libc.EventFdFlags);
        if (descriptor < 0)
        {
            return long.MaxValue;
        }

        _ = Libc.Close(descriptor);
        return descriptor;
    }

    /// <summary>The limit may be changed from outside while the process runs.</summary>
    private static unsafe long Limit()
    {
        // struct rlimit { rlim_t current, maximum; }
        var limits = stackalloc nuint[2];
        return OperatingSystem.IsLinux() && Libc.GetLimit(Libc.OpenFiles, limits) == 0 && limits[0] <= int.MaxValue
            ? (long)limits[0]
            : int.MaxValue;
    }
}
