using System.Runtime.InteropServices;
using System.Text;

namespace HttpActors.Supervisor.Files;

/// <summary>
/// Tells regular files from everything else before one is opened: opening a FIFO waits for a writer that may never come,
/// and opening a device can do anything. .NET reports both as ordinary files, so Linux is asked itself; <c>statx</c> is the
/// one call of its family whose structure is the same on every architecture.
/// </summary>
internal static class FileType
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint TypeOnly = 1;
    private const int StructureSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int DirectoryType = 0x4000;
    private const int RegularType = 0x8000;
    private const int PermissionDenied = 13;

    /// <summary>The kind of what stands at a path that holds no symbolic link any more.</summary>
    internal static EntryKind Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return FromAttributes(path);

        var name = new byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        Encoding.UTF8.GetBytes(path, name);
        var result = new byte[StructureSize];
        try
        {
            if (statx(CurrentDirectory, name, DoNotFollowLinks, TypeOnly, result) != 0)
                return Marshal.GetLastPInvokeError() == PermissionDenied ? EntryKind.Denied : EntryKind.Missing;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018 (musl: 2020).
            return FromAttributes(path);
        }

        return (BitConverter.ToUInt16(result, ModeOffset) & TypeMask) switch
        {
            DirectoryType => EntryKind.Directory,
            RegularType => EntryKind.File,
            _ => EntryKind.Missing,
        };
    }

    private static EntryKind FromAttributes(string path)
    {
        try
        {
            var attributes = File.GetAttributes(path);
            if (attributes.HasFlag(FileAttributes.ReparsePoint) || attributes.HasFlag(FileAttributes.Device))
                return EntryKind.Missing;
            return attributes.HasFlag(FileAttributes.Directory) ? EntryKind.Directory : EntryKind.File;
        }
        catch (UnauthorizedAccessException)
        {
            return EntryKind.Denied;
        }
        catch (IOException)
        {
            return EntryKind.Missing;
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, byte[] result);
}
