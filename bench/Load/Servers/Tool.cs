using System.Diagnostics;

namespace HttpActors.Bench.Load.Servers;

/// <summary>Programs of the machine: where they are and what version they are.</summary>
internal static class Tool
{
    // A user's PATH often lacks the directories where servers are installed.
    private static readonly string[] MoreDirectories = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(MoreDirectories)
            .Where(directory => directory.Length > 0)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    public static (int Code, string Text) Run(string file, params string[] arguments) =>
        Run(file, TimeSpan.FromSeconds(10), CancellationToken.None, arguments);

    /// <summary>Exit code and everything printed; a program that takes longer is ended.</summary>
    public static (int Code, string Text) Run(string file, TimeSpan limit, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new BenchException($"{file} did not start");
        using var registration = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new BenchException($"{file} did not end within {limit.TotalSeconds} s");
        }

        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, (output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult()).Trim());
    }
}
