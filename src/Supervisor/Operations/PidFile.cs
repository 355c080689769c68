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

    public void Dispose() => File.Delete(_path);

    /// <summary>A living instance that is not this one; the same number may long be some other program's.</summary>
    private static int? Owner(string path)
    {
        if (!File.Exists(path) || !int.TryParse(File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id))
            return null;
        var commandLine = $"/proc/{id}/cmdline";
        return id != Environment.ProcessId && File.Exists(commandLine)
            && File.ReadAllText(commandLine).Contains("httpactors", StringComparison.OrdinalIgnoreCase) ? id : null;
    }
}
