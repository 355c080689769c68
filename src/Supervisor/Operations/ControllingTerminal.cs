namespace HttpActors.Supervisor.Operations;

/// <summary>
/// Tells the two meanings of SIGHUP apart: read the configuration again, which a person or a manager asks for, and the
/// terminal was closed, which ends what was started on it.
/// </summary>
internal sealed class ControllingTerminal(Func<bool> isThere)
{
    private readonly bool _wasThere = isThere();

    /// <summary>There was one when the process began, and now there is none.</summary>
    internal bool IsGone => _wasThere && !isThere();

    /// <summary>That of this process.</summary>
    internal static ControllingTerminal OfProcess() => new(CanBeOpened);

    private static bool CanBeOpened()
    {
        try
        {
            using var terminal = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
