namespace HttpActors.Tests.Shared;

/// <summary>Descriptors of this process.</summary>
internal static class Descriptors
{
    /// <summary>How many are open; zero, always, where the system does not list them.</summary>
    public static int Open() =>
        Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}
