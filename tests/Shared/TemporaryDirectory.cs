namespace HttpActors.Tests.Shared;

/// <summary>A new directory that goes away with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("httpactors-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    internal string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A file of pseudo-random bytes, the same on every run.</summary>
    internal string WriteRandom(string name, long length)
    {
        var path = System.IO.Path.Combine(Path, name);
        var random = new Random(1);
        var block = new byte[1 << 20];
        using var file = File.Create(path);
        for (var left = length; left > 0; left -= block.Length)
        {
            random.NextBytes(block);
            file.Write(block, 0, (int)Math.Min(block.Length, left));
        }

        return path;
    }

    internal string Link(string name, string target) =>
        File.CreateSymbolicLink(System.IO.Path.Combine(Path, name), target).FullName;
}
