using Microsoft.Win32.SafeHandles;

namespace HttpActors.Supervisor.Files;

/// <summary>
/// The half of path safety that asks the file system (the other is <see cref="RequestPath"/>): follows symbolic links and
/// lets through only what ends below the root. A link may change between that look and the opening, so what counts is
/// asked again of the open file: Linux names the file behind a descriptor, elsewhere the path is resolved a second time.
/// </summary>
internal sealed class PathResolver
{
    private static readonly StringComparison NameComparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string _prefix;

    private PathResolver(string root)
    {
        Root = root;
        _prefix = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
    }

    /// <summary>The root with its own links followed.</summary>
    internal string Root { get; }

    /// <summary>A resolver for an absolute directory; null where its links form a loop.</summary>
    internal static PathResolver? Create(string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var volume = Path.GetPathRoot(full)!;
        return RealPath.Resolve(volume, Names(full[volume.Length..])) is { } root ? new PathResolver(root) : null;
    }

    /// <summary>Finds what stands below the root under these names.</summary>
    /// <param name="segments">Decoded names that <see cref="RequestPath"/> let through.</param>
    internal (EntryKind Kind, string Path) Find(IReadOnlyCollection<string> segments)
    {
        // One call of the system for a name that is not there. To walk a path of thousands of invented names would
        // cost the square of their number, and anybody can ask for one.
        if (!Path.Exists(Path.Join([Root, .. segments])))
            return (EntryKind.Missing, "");

        var path = RealPath.Resolve(Root, segments);
        return path is null || !Contains(path) ? (EntryKind.Missing, "") : (FileType.Of(path), path);
    }

    /// <summary>Opens a file that <see cref="Find"/> returned.</summary>
    /// <returns>The file, or why there is none.</returns>
    internal (EntryKind Kind, SafeFileHandle? File) Open(string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException)
        {
            return (EntryKind.Denied, null);
        }
        catch (IOException)
        {
            return (EntryKind.Missing, null);
        }

        if (IsStillInside(handle, path))
            return (EntryKind.File, handle);
        handle.Dispose();
        return (EntryKind.Missing, null);
    }

    private bool Contains(string path) => string.Equals(path, Root, NameComparison) || path.StartsWith(_prefix, NameComparison);

    private bool IsStillInside(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsLinux() && new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget is { } opened)
            return Contains(opened);

        var volume = Path.GetPathRoot(path)!;
        return string.Equals(RealPath.Resolve(volume, Names(path[volume.Length..])), path, NameComparison);
    }

    private static string[] Names(string path) => path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
}
