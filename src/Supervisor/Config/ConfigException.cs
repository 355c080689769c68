namespace HttpActors.Supervisor.Config;

/// <summary>A configuration that cannot be used, with everything that is wrong with it, not only the first mistake.</summary>
internal sealed class ConfigException(string file, IReadOnlyList<ConfigProblem> problems)
    : Exception(string.Join('\n', problems.Select(problem => problem.In(file))))
{
    internal IReadOnlyList<ConfigProblem> Problems { get; } = problems;
}
