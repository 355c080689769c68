namespace HttpActors.Supervisor.Files;

/// <summary>Resolves the symbolic links of every component of a path, which .NET does for the last one only.</summary>
internal static class RealPath
{
    /// <summary>As in Linux; a longer chain is a loop.</summary>
    private const int MostLinks = 40;

    /// <summary>
    /// The path below <paramref name="start"/>, itself free of links, with every link followed; null where the chain does
    /// not end. What does not exist is kept as it is: the caller finds out when it looks there.
    /// </summary>
    internal static string? Resolve(string start, IEnumerable<string> names)
    {
        var pending = new Stack<string>(names.Reverse());
        var current = start;
        var links = 0;
        while (pending.TryPop(out var name))
        {
            if (name is "" or ".")
                continue;
            if (name is "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var candidate = Path.Join(current, name);
            if (TargetOf(candidate) is not { } target)
            {
                current = candidate;
                continue;
            }

            if (++links > MostLinks)
                return null;
            if (Path.GetPathRoot(target) is { Length: > 0 } root)
            {
                current = root;
                target = target[root.Length..];
            }

            foreach (var part in target.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
                pending.Push(part);
        }

        return current;
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not a link that we can read; whether it can be opened shows when it is.
            return null;
        }
    }
}
