namespace HttpActors.Supervisor.Config;

/// <param name="Line">Counted from 1; 0 where the file as a whole is meant.</param>
/// <param name="Path">Where it stands, as <c>services.api.restart.policy</c>; empty for the top.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigProblem(int Line, string Path, string Message)
{
    internal string In(string file) => (Line, Path) switch
    {
        (0, "") => $"{file}: {Message}",
        (_, "") => $"{file}:{Line}: {Message}",
        _ => $"{file}:{Line}: {Path}: {Message}",
    };
}
