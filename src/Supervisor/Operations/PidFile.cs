using System.Globalization;

namespace HttpActors.Supervisor.Operations;

/// <summary>
/// The process id for service managers that ask for it. Whether the process in it lives decides; a file that a killed
/// process left behind stands in nobody's way.
/// </summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;

    private PidFile(string path) => _path = path;

    /// <exception cref="UsageException">Another instance has it, or it cannot be written.</exception>
    internal static PidFile Write(string path)
    {
        if (Owner(path) is { } other)
            throw new UsageException($"the instance with the process id {other} has the pidFile '{path}'; stop it, or choose another pidFile");
        try
        {
            // Renamed into place: whoever reads it sees a whole number or none.
            var part = $"{path}.{Environment.ProcessId}";
            File.WriteAllText(part, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            File.Move(part, path, overwrite: true);
            return new PidFile(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the pidFile '{path}' cannot be written: {failure.Message}; choose another pidFile");
        }
    }

    /// <summary>Only while it is still ours.</summary>
    public void Dispose()
    {
        try
        {
            if (Read(_path) == Environment.ProcessId)
                File.Delete(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A file that says who ran once does no harm.
        }
    }

    /// <summary>A living instance that is not this one; the same number may long be some other program's.</summary>
    private static int? Owner(string path) => Read(path) is { } id && id != Environment.ProcessId && IsInstance(id) ? id : null;

    private static int? Read(string path)
    {
        try
        {
            return File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>By the program's name: itself, or what `dotnet` was given to run. An editor with our file open is none.</summary>
    private static bool IsInstance(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Take(3)
                .Select(word => Path.GetFileName(word))
                .Select(name => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name)
                .Any(name => name == CommandLine.ToolName || name == typeof(PidFile).Assembly.GetName().Name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is no such process, or no such file system.
            return false;
        }
    }
}
