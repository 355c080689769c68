using System.Text.Json;

namespace HttpActors.Supervisor.Config;

/// <summary>From a file to a configuration, or to everything that is wrong with it.</summary>
internal static class ConfigFile
{
    internal const string DefaultName = "httpactors.json";

    /// <exception cref="ConfigException">It cannot be used.</exception>
    internal static SupervisorConfig Load(string file) => Load(file, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Load(string)"/>
    internal static SupervisorConfig Load(string file, Func<string, string?> environment)
    {
        var full = Path.GetFullPath(file);
        return Parse(ReadBytes(file, full), file, full, environment);
    }

    internal static SupervisorConfig Parse(ReadOnlySpan<byte> text, string shownAs, string full, Func<string, string?> environment)
    {
        ConfigNode node;
        try
        {
            node = ConfigNode.Parse(text);
        }
        catch (JsonException mistake)
        {
            throw new ConfigException(shownAs, [new ConfigProblem((int)(mistake.LineNumber ?? 0) + 1, "", $"not JSON: {Shorten(mistake.Message)}")]);
        }

        var reader = new ConfigReader(environment);
        var root = reader.ReadSection(node, Shapes.Root);
        var problems = reader.Problems.Count > 0 ? reader.Problems : [.. ConfigChecks.Check(root)];
        return problems.Count == 0
            ? new SupervisorConfig(root, full)
            : throw new ConfigException(shownAs, problems);
    }

    private static byte[] ReadBytes(string file, string full)
    {
        try
        {
            return File.ReadAllBytes(full);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var what = failure is FileNotFoundException or DirectoryNotFoundException
                ? $"there is no such file; write one (docs/supervisor.md has an example) or name it, as in 'httpactors run {DefaultName}'"
                : $"cannot be read: {failure.Message}";
            throw new ConfigException(file, [new ConfigProblem(0, "", what)]);
        }
    }

    /// <summary>The parser says the position again, counted from zero.</summary>
    private static string Shorten(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
}
