using System.Diagnostics;
using System.Net;
using System.Text.Json;
using HttpActors.Bench.Soak.Server;

namespace HttpActors.Bench.Soak;

/// <summary>The server in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly Queue<string> _errors = [];

    private ServerProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>The last lines on its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return string.Join(Environment.NewLine, _errors);
        }
    }

    public static async Task<ServerProcess> StartAsync(SoakOptions options, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var library = typeof(ServerProcess).Assembly.Location;
        var host = Path.ChangeExtension(library, null);
        var ownHost = File.Exists(host);
        start.FileName = ownHost ? host : "dotnet";
        string[] idle = options.IdleCpu ? ["--idle-cpu"] : [];
        string[] arguments = ["--serve", "--transport", NameOf(options.Transport), .. idle];
        foreach (var argument in ownHost ? arguments : [library, .. arguments])
            start.ArgumentList.Add(argument);
        var server = new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException("the server did not start"));
        try
        {
            await server.WaitUntilListeningAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <param name="collect">After a full collection; only while there is no load, which it would change.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ServerFigures> AskAsync(bool collect, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(collect ? SoakServer.AskCollected : SoakServer.AskFigures);
        await _process.StandardInput.FlushAsync(cancellation);
        var line = await ReadLineAsync(AnswerLimit, cancellation);
        return JsonSerializer.Deserialize<ServerFigures>(line) ?? throw new InvalidDataException($"not figures: {line}");
    }

    /// <summary>Ends it in an orderly way, or by force when it does not.</summary>
    /// <returns>Whether it ended by itself, with 0.</returns>
    public async Task<bool> StopAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
    }

    private static string NameOf(HttpTransport transport) => transport switch
    {
        HttpTransport.EventLoops => "event-loops",
        HttpTransport.ThreadPool => "thread-pool",
        _ => "automatic",
    };

    private async Task WaitUntilListeningAsync(CancellationToken cancellation)
    {
        var line = await ReadLineAsync(StartLimit, cancellation);
        Address = line.StartsWith(SoakServer.ReadyPrefix, StringComparison.Ordinal)
            ? IPEndPoint.Parse(line[SoakServer.ReadyPrefix.Length..])
            : throw new InvalidDataException($"the server said: {line}");
    }

    private async Task<string> ReadLineAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(limit, cancellation);
        return line ?? throw new InvalidDataException($"the server has ended: {Errors}");
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > LinesKept)
                _errors.Dequeue();
        }
    }
}
