using System.Text;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Requests;

/// <summary>The commands in this process, and by a shell.</summary>
internal static class Tool
{
    internal static string Executable => $"{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"} '{typeof(CommandLine).Assembly.Location}'";

    /// <summary>Standard output octet by octet, as Latin-1.</summary>
    internal static async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        using var octets = new MemoryStream();
        using var output = new StreamWriter(octets);
        var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(arguments, output, TextWriter.Synchronized(error)).WaitAsync(Wait.Limit);
        await output.FlushAsync();
        return new ProgramResult(exitCode, Encoding.Latin1.GetString(octets.ToArray()), error.ToString());
    }

    internal static Task<ProgramResult> ShellAsync(string script) => Programs.RunAsync("bash", "-c", script.Replace("TOOL", Executable, StringComparison.Ordinal));

    internal static void AssertOneLine(ProgramResult result)
    {
        Assert.StartsWith("httpactors: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }
}
