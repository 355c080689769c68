using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace HttpActors.Supervisor.Services.UserCode;

/// <summary>
/// A user's assembly and what lies beside it. What this program has itself comes from this program, so that both mean the
/// same by <see cref="IHttpService"/>; everything else comes from the user's directory. Files are read, not mapped: a
/// build can replace them while they run, and the next start loads the new ones.
/// </summary>
internal sealed class UserAssembly : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Reasons.UserCode)]
    internal UserAssembly(string path)
        : base($"{Path.GetFileName(path)}", isCollectible: true)
    {
        _resolver = new AssemblyDependencyResolver(path);
        Main = LoadCopy(path);
    }

    internal Assembly Main { get; }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName))
            return null;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadCopy(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    /// <summary>Whether this program has it already, or would find it for itself.</summary>
    private static bool IsShared(AssemblyName name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name.Name!)) is not null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or FileLoadException)
        {
            return false;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Reasons.UserCode)]
    private Assembly LoadCopy(string path)
    {
        var symbols = Path.ChangeExtension(path, ".pdb");
        using var code = new MemoryStream(File.ReadAllBytes(path));
        if (!File.Exists(symbols))
            return LoadFromStream(code);
        using var names = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(code, names);
    }
}
