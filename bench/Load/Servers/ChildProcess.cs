using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Servers;

/// <summary>
/// A process of this run. It is ended by its id, first asked and then made to, also when the run is cancelled or
/// the bench itself is told to stop.
/// </summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int LinesKept = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // What a shell exported for other purposes must not tune one peer and not the other.
    private static readonly string[] TuningPrefixes = ["DOTNET_GC", "DOTNET_gc", "DOTNET_Tiered", "DOTNET_TC", "COMPlus_", "NODE_OPTIONS"];

    private readonly Process _process;
    private readonly Queue<string> _errors = [];

    private ChildProcess(Process process)
    {
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    public int Id { get; private init; }

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public Task Exited => _process.WaitForExitAsync();

    /// <summary>The last lines on standard error, on one line.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return string.Join(" | ", _errors);
        }
    }

    public static ChildProcess Start(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsTuning).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "1";
        var process = Process.Start(start) ?? throw new BenchException($"{file} did not start");
        var child = new ChildProcess(process) { Id = process.Id };
        process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        process.BeginErrorReadLine();
        return child;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        if (!_process.HasExited)
        {
            _ = Signal(Id, Terminate);
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(Patience));
        }

        Kill(null, EventArgs.Empty);
        _process.Dispose();
    }

    private static bool IsTuning(string name) => Array.Exists(TuningPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_errors)
        {
            _errors.Enqueue(line.Trim());
            if (_errors.Count > LinesKept)
                _errors.Dequeue();
        }
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
