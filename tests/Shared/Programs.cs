using System.Diagnostics;

namespace HttpActors.Tests.Shared;

/// <param name="ExitCode">What the program returned.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Error">All of its standard error.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>Programs of the machine: finds them, and runs them to their end within the limit.</summary>
internal static class Programs
{
    /// <summary>Far above what a loaded machine needs, far below a hang.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The path of a program; null where it is not installed. Servers may lie where an ordinary user does not look.</summary>
    internal static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    internal static async Task<ProgramResult> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // A proxy of the machine's environment must not come between two programs on the loopback interface.
        foreach (var name in (string[])["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            return await CollectAsync(process, output, error).WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{program} did not end within {Limit.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<ProgramResult> CollectAsync(Process process, Task<string> output, Task<string> error)
    {
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }
}
