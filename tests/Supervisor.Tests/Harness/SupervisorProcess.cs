using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace HttpActors.Supervisor.Tests.Harness;

/// <summary>The tool as a process of its own, driven as a script drives it. Always ended by its id.</summary>
internal sealed partial class SupervisorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _awaited = [];
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SupervisorProcess(
        IEnumerable<string> arguments, string? workingDirectory, params IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var word in Posix.HearingSignals(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"))
        {
            if (start.FileName.Length == 0)
                start.FileName = word;
            else
                start.ArgumentList.Add(word);
        }

        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => OnError(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    /// <summary>The address of the ready line.</summary>
    internal Uri Url { get; private set; } = null!;

    internal string Output => Locked(_output);

    internal string Error => Locked(_error);

    /// <summary>Starts a service and waits until it listens.</summary>
    internal static Task<SupervisorProcess> ListenAsync(params string[] arguments) => ListenInAsync(null, arguments);

    /// <summary>Starts a service in a working directory of its own.</summary>
    internal static Task<SupervisorProcess> ListenInAsync(string? workingDirectory, params string[] arguments) =>
        ReadyAsync(new SupervisorProcess(arguments, workingDirectory));

    /// <summary>Starts a service with variables in its environment.</summary>
    internal static Task<SupervisorProcess> ListenWithAsync(IReadOnlyList<(string Name, string Value)> environment, params string[] arguments) =>
        ReadyAsync(new SupervisorProcess(arguments, null, environment));

    private static async Task<SupervisorProcess> ReadyAsync(SupervisorProcess process)
    {
        try
        {
            process.Url = await Wait.BoundedAsync(process._ready.Task, "The ready line", () => process.Error);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a command that does not listen.</summary>
    internal static SupervisorProcess StartCommand(params string[] arguments) => new(arguments, null);

    /// <summary>Runs the tool to its end.</summary>
    internal static async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        await using var process = new SupervisorProcess(arguments, null);
        var exitCode = await process.ExitAsync();
        return new ProgramResult(exitCode, process.Output, process.Error);
    }

    internal void Signal(int signal) => Posix.Signal(Id, signal);

    /// <summary>Waits for a line on standard error that contains the words.</summary>
    internal Task<string> SaidAsync(string words)
    {
        TaskCompletionSource<string> found;
        lock (_error)
        {
            found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var line = _error.ToString().Split('\n').FirstOrDefault(l => l.Contains(words, StringComparison.Ordinal));
            if (line is not null)
                found.SetResult(line);
            else
                _awaited[words] = found;
        }

        return Wait.BoundedAsync(found.Task, $"'{words}' on standard error", () => Error);
    }

    /// <summary>Asks it to end and waits for that.</summary>
    internal Task<int> StopAsync()
    {
        Signal(Posix.Terminate);
        return ExitAsync();
    }

    internal async Task<int> ExitAsync()
    {
        await Wait.BoundedAsync(EndAsync(), "The end of the tool", () => Error);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await EndAsync();
        }

        _process.Dispose();
    }

    private async Task<bool> EndAsync()
    {
        await _process.WaitForExitAsync();
        return true;
    }

    private void OnOutput(string? line)
    {
        lock (_output)
            _output.Append(line).Append('\n');
        if (line is not null && ReadyLine().Match(line) is { Success: true } match)
            _ready.TrySetResult(new Uri(match.Groups[1].Value));
        else if (line is null)
            _ready.TrySetException(new InvalidOperationException($"The tool ended before it listened: {Error}"));
    }

    private void OnError(string? line)
    {
        lock (_error)
        {
            _error.Append(line).Append('\n');
            foreach (var (words, found) in _awaited)
            {
                if (line?.Contains(words, StringComparison.Ordinal) == true)
                    found.TrySetResult(line);
            }
        }
    }

    private static string Locked(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    [GeneratedRegex("^listening on (http://.+:[0-9]+)$")]
    private static partial Regex ReadyLine();
}
