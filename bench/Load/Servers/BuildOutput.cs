namespace HttpActors.Bench.Load.Servers;

/// <summary>Finds what was built beside this program: artifacts/RUNTIME/bin/PROJECT/CONFIGURATION.</summary>
internal static class BuildOutput
{
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Configuration => Own.Name;

    /// <summary>Embedded or Akka.</summary>
    public static string Runtime => Own.Parent?.Parent?.Parent?.Name ?? "Embedded";

    public static string? Executable(string project, string? runtime = null)
    {
        var artifacts = Own.Parent?.Parent?.Parent?.Parent;
        if (artifacts is null)
            return null;
        var path = Path.Combine(artifacts.FullName, runtime ?? Runtime, "bin", project, Configuration, project);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Where a published program goes: beside the builds.</summary>
    public static string PublishDirectory(string project, string runtime) =>
        Path.Combine(Own.Parent?.Parent?.Parent?.Parent?.FullName ?? Path.GetTempPath(), runtime, "publish", project, Configuration);

    /// <summary>The repository, or the current directory where the bench runs outside of one.</summary>
    public static string Repository()
    {
        for (var directory = Own; directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "HttpActors.sln")))
                return directory.FullName;
        }

        return Environment.CurrentDirectory;
    }
}
