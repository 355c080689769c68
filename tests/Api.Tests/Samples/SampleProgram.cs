using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace HttpActors.Tests.Samples;

/// <summary>
/// A sample as a process: compiled by the SDK's compiler against what the tests run with, started on a free port.
/// </summary>
/// <remarks>
/// Not by <c>dotnet run</c>, which builds the library a second time while other tests use it; that the samples build so
/// is checked by <c>.ci/run</c>.
/// </remarks>
internal sealed class SampleProgram : IAsyncDisposable
{
    /// <summary>A compiler on a busy machine takes its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Those that a project has by default, and a file-based app too.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private SampleProgram(Process process, DirectoryInfo folder, IPEndPoint address) =>
        (_process, _folder, Address) = (process, folder, address);

    public IPEndPoint Address { get; }

    /// <param name="source">The sample's file, relative to the repository.</param>
    public static async Task<SampleProgram> StartAsync(string source)
    {
        var (folder, program) = await BuildAsync(source);
        var process = Start(program, "0");
        return new SampleProgram(process, folder, await ReadAddressAsync(process));
    }

    /// <summary>Runs a sample that ends by itself.</summary>
    /// <param name="source">The sample's file, relative to the repository.</param>
    /// <param name="argument">What it is given.</param>
    /// <returns>Its standard output, once it has ended.</returns>
    public static async Task<string> RunAsync(string source, string argument)
    {
        var (folder, program) = await BuildAsync(source);
        using var process = Start(program, argument);
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync().InTime("the program's end");
            await process.WaitForExitAsync().InTime("the program's end");
            return said;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(DirectoryInfo Folder, string Program)> BuildAsync(string source)
    {
        var folder = Directory.CreateTempSubdirectory("httpactors-sample-");
        foreach (var library in Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
        {
            File.Copy(library, Path.Combine(folder.FullName, Path.GetFileName(library)));
        }

        var program = Path.Combine(folder.FullName, "sample.dll");
        await CompileAsync(Repository.PathOf(source), program);
        File.Copy(
            Path.ChangeExtension(typeof(SampleProgram).Assembly.Location, ".runtimeconfig.json"),
            Path.ChangeExtension(program, ".runtimeconfig.json"));
        return (folder, program);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task CompileAsync(string source, string output)
    {
        var usings = Path.ChangeExtension(output, ".usings.cs");
        await File.WriteAllTextAsync(usings, ImplicitUsings);
        var arguments = Path.ChangeExtension(output, ".rsp");
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        await File.WriteAllLinesAsync(arguments,
        [
            "-nologo", "-nostdlib", "-warnaserror", "-nowarn:1701,1702", "-nullable:enable", "-langversion:latest",
            "-features:FileBasedProgram", $"-out:\"{output}\"", $"\"{source}\"", $"\"{usings}\"",
            .. libraries.Select(library => $"-r:\"{library}\""),
        ]);
        using var compiler = Start(CompilerPath(), "-noconfig", $"@{arguments}");
        var said = await compiler.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await compiler.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(compiler.ExitCode == 0, said);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? Environment.ProcessPath
            : Path.Combine(DotnetRoot(), "dotnet"), arguments)
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<IPEndPoint> ReadAddressAsync(Process process)
    {
        const string Ready = "listening on http://";
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.StartsWith(Ready, line, StringComparison.Ordinal);
        return IPEndPoint.Parse(line![Ready.Length..]);
    }

    /// <summary>The newest SDK of the installation that runs this.</summary>
    private static string CompilerPath() => Directory.GetDirectories(Path.Combine(DotnetRoot(), "sdk"))
        .OrderByDescending(sdk => Version.TryParse(Path.GetFileName(sdk).Split('-')[0], out var version) ? version : new Version(0, 0))
        .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
        .First(File.Exists);

    private static string DotnetRoot() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
