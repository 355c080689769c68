namespace HttpActors.Bench.Load.Servers;

/// <summary>A directory of this run: the file to download, nginx's configuration, the compiled C server.</summary>
internal sealed class WorkDirectory : IDisposable
{
    public const string FileName = "10mb.bin";
    private const int FileSize = 10 * 1024 * 1024;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("httpactors-bench-");

    public WorkDirectory()
    {
        Root = _directory.CreateSubdirectory("root").FullName;
        File.WriteAllBytes(Path.Combine(Root, FileName), new byte[FileSize]);
    }

    /// <summary>What the peers serve files from.</summary>
    public string Root { get; }

    public string this[string name] => Path.Combine(_directory.FullName, name);

    /// <summary>A file that comes with the bench.</summary>
    public static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, "peers", name);

    public void Dispose() => _directory.Delete(recursive: true);
}
