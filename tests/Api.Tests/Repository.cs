namespace HttpActors.Tests;

/// <summary>The checked-out files, for tests that hold documents to the code.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HttpActors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("HttpActors.sln is in none of the directories above the test.");
        }

        return folder.FullName;
    }
}
