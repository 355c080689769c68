using System.Globalization;
using System.Net;
using System.Text;

namespace HttpActors.Supervisor.Files;

/// <param name="Name">The name as the file system has it.</param>
/// <param name="IsDirectory">Directories come first and end with a slash.</param>
/// <param name="Length">Bytes; null for a directory and for a symbolic link.</param>
/// <param name="LastModified">The time of the last change.</param>
internal readonly record struct ListedEntry(string Name, bool IsDirectory, long? Length, DateTimeOffset LastModified);

/// <summary>The page for a directory without an index.html.</summary>
internal static class DirectoryListing
{
    /// <summary>Reads a directory; null where it cannot be read. Nothing is left out but names that begin with a dot.</summary>
    internal static List<ListedEntry>? Read(string directory, bool dotFiles)
    {
        var entries = new List<ListedEntry>();
        try
        {
            foreach (var info in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", new EnumerationOptions
            {
                AttributesToSkip = 0,
                IgnoreInaccessible = false,
            }))
            {
                if (dotFiles || !info.Name.StartsWith('.'))
                    entries.Add(Describe(info));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return entries;
    }

    /// <param name="segments">The decoded names of the directory, from the root down.</param>
    /// <param name="entries">What it holds, in any order.</param>
    internal static string Render(IReadOnlyCollection<string> segments, IEnumerable<ListedEntry> entries)
    {
        var rows = new StringBuilder("<table>\n<tr><th>Name</th><th>Size</th><th>Modified (UTC)</th></tr>\n");
        if (segments.Count > 0)
            rows.Append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
        foreach (var entry in entries
            .OrderBy(e => !e.IsDirectory)
            .ThenBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(e => e.Name, StringComparer.Ordinal))
        {
            AppendRow(rows, entry);
        }

        rows.Append("</table>\n");
        var path = string.Concat(segments.Select(s => s + "/"));
        return Page.Render($"Index of /{path}", rows.ToString());
    }

    private static void AppendRow(StringBuilder rows, ListedEntry entry)
    {
        // Escaping everything but unreserved characters also keeps a name with a colon from being read as a scheme.
        var slash = entry.IsDirectory ? "/" : "";
        rows.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"{Uri.EscapeDataString(entry.Name)}{slash}\">")
            .Append(WebUtility.HtmlEncode(entry.Name)).Append(slash)
            .Append(CultureInfo.InvariantCulture, $"</a></td><td>{entry.Length}</td><td>{entry.LastModified.UtcDateTime:yyyy-MM-dd HH:mm:ss}</td></tr>\n");
    }

    private static ListedEntry Describe(FileSystemInfo info)
    {
        // What a link points at may lie outside the root, so nothing is told about it but the name.
        var isDirectory = info.Attributes.HasFlag(FileAttributes.Directory);
        var isLink = info.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return new(info.Name, isDirectory, isDirectory || isLink ? null : (info as FileInfo)?.Length, info.LastWriteTimeUtc);
    }
}
