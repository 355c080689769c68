namespace HttpActors.Supervisor.Files;

/// <summary>The directory that a site is served from, checked once, so that a mistake shows at the start.</summary>
internal static class SiteRoot
{
    /// <exception cref="UsageException">It is no directory that can be read.</exception>
    internal static PathResolver Open(string directory)
    {
        const string Advice = "name an existing directory, for example 'httpactors serve ./public'";
        if (directory.Length == 0 || directory.Contains('\0'))
            throw new UsageException($"the directory has an empty name; {Advice}");

        var full = Path.GetFullPath(directory);
        if (File.Exists(full))
            throw new UsageException($"'{directory}' is a file, not a directory; {Advice}");
        if (!Directory.Exists(full))
            throw new UsageException($"the directory '{directory}' does not exist; {Advice}");

        try
        {
            using var entries = Directory.EnumerateFileSystemEntries(full).GetEnumerator();
            entries.MoveNext();
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new UsageException($"the directory '{directory}' cannot be read; allow this user to read it or name another one");
        }

        return PathResolver.Create(full)
            ?? throw new UsageException($"the directory '{directory}' leads through too many symbolic links; {Advice}");
    }
}
