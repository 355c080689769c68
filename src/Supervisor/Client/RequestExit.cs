namespace HttpActors.Supervisor.Client;

/// <summary>What <c>get</c> and <c>request</c> tell a script; part of the command line's contract.</summary>
internal static class RequestExit
{
    internal const int CannotConnect = 4;
    internal const int Broken = 5;
    internal const int TimedOut = 6;
    internal const int FailedStatus = 7;

    /// <summary>Shells report a program that a signal ended as this and the signal's number.</summary>
    internal const int SignalBase = 128;

    internal static string Help { get; } =
        $"Exit codes: {ExitCodes.Clean} answered, {ExitCodes.Usage} wrong usage or a local file failed, "
        + $"{CannotConnect} cannot resolve or connect, {Broken} the connection broke or the answer was malformed, "
        + $"{TimedOut} timed out, {FailedStatus} status 400 or above with --fail, 130 Ctrl+C, 143 SIGTERM.";
}
