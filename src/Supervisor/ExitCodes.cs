namespace HttpActors.Supervisor;

/// <summary>What the process tells its parent; part of the command line's contract.</summary>
internal static class ExitCodes
{
    internal const int Clean = 0;
    internal const int Usage = 1;
    internal const int CannotBind = 2;
    internal const int ServiceFailed = 3;
}
