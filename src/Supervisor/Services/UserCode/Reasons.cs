namespace HttpActors.Supervisor.Services.UserCode;

internal static class Reasons
{
    /// <summary>Why the analyzers of trimming are told to be silent.</summary>
    internal const string UserCode = "User code is loaded by name: a build of the tool that is trimmed or compiled ahead of time has no services of type 'code'.";
}
