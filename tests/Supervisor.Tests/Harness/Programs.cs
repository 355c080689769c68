using System.Diagnostics;

namespace HttpActors.Supervisor.Tests.Harness;

/// <param name="ExitCode">What the program returned.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Error">All of its standard error.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>Runs another program to its end, within the limit.</summary>
internal static class Programs
{
    internal static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
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
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            return await Wait.BoundedAsync(CollectAsync(process, output, error), $"The end of {program}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<ProgramResult> CollectAsync(Process process, Task<string> output, Task<string> error)
    {
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }
}
