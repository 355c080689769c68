using System.Runtime.InteropServices;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Operations;

/// <summary>The life of <c>httpactors run</c>: start, say so, obey signals and the file, drain, exit.</summary>
internal sealed class SupervisorRun(SupervisorConfig config, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan ProgressPace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartGrace = TimeSpan.FromMilliseconds(250);

    private readonly SupervisorLog _log = new(error, TimeProvider.System);

    /// <summary>What is shown while it runs; null: plain lines. Ends when it is cancelled or the user quits.</summary>
    internal Func<OperationsHost, SupervisorLog, CancellationToken, Task>? View { get; init; }

    internal async Task<int> RunAsync()
    {
        using var signals = new StopSignals();
        var host = new OperationsHost(config, _log, View is null ? output : TextWriter.Null, isSilent: View is not null);
        await using (host.ConfigureAwait(false))
        {
            try
            {
                await host.StartAsync().ConfigureAwait(false);
            }
            catch (BindException failure)
            {
                await error.WriteLineAsync($"{CommandLine.ToolName}: {failure.Message}").ConfigureAwait(false);
                return failure.ExitCode;
            }

            return await ServeAsync(host, signals).ConfigureAwait(false);
        }
    }

    private async Task<int> ServeAsync(OperationsHost host, StopSignals signals)
    {
        // Before the ready line: who reads it may change the file or send a signal at once.
        var terminal = ControllingTerminal.OfProcess();
        using var hangUp = OnHangUp(() =>
        {
            if (terminal.IsGone)
                signals.Stop();
            else
                _ = host.ReloadAsync();
        });
        using var watcher = new ConfigWatcher(config.File, TimeProvider.System, () =>
        {
            if (host.Gateway.Config!.Watch)
                _ = host.ReloadAsync();
        });

        // Who waits for the line asks at once, and should not be told that a service is starting which takes a moment.
        await host.Settled.WaitAsync(StartGrace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var listener in host.Gateway.Now.Listeners)
            await output.WriteLineAsync($"listening on {listener.Url}").ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
        await WaitAsync(host, signals).ConfigureAwait(false);
        await DrainAsync(host, signals).ConfigureAwait(false);
        if (!host.EssentialFailed.IsCompleted)
            return ExitCodes.Clean;
        var name = await host.EssentialFailed.ConfigureAwait(false);
        await error.WriteLineAsync($"{CommandLine.ToolName}: the essential service '{name}' failed for good").ConfigureAwait(false);
        return ExitCodes.ServiceFailed;
    }

    private async Task WaitAsync(OperationsHost host, StopSignals signals)
    {
        if (View is null)
        {
            await Task.WhenAny(signals.First, host.EssentialFailed).ConfigureAwait(false);
            return;
        }

        using var closing = new CancellationTokenSource();
        _log.IsPrinting = false;
        var shown = View(host, _log, closing.Token);
        await Task.WhenAny(signals.First, host.EssentialFailed, shown).ConfigureAwait(false);
        await closing.CancelAsync().ConfigureAwait(false);
        await shown.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _log.IsPrinting = true;
        if (shown.Exception is { } failure)
            _log.Error("view", failure.GetBaseException().Message);
    }

    private async Task DrainAsync(OperationsHost host, StopSignals signals)
    {
        var limit = host.Gateway.Config!.DrainTimeout;
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(signals.Second);
        abort.CancelAfter(limit);
        var stopped = host.StopAsync(abort.Token);
        using var pace = new PeriodicTimer(ProgressPace);
        do
        {
            var open = host.Gateway.Now.Listeners.Sum(listener => listener.Server.ConnectionCount);
            var running = host.Gateway.Now.Services.Values.Sum(service => service.Slot.InFlight);
            if (open > 0 && !stopped.IsCompleted)
                _log.Info("stopping", $"{Plural.Of(running, "request")} on {Plural.Of(open, "connection")}; at most {Durations.Format(limit)}, a second signal ends that now");
        }
        while (await Task.WhenAny(stopped, pace.WaitForNextTickAsync().AsTask()).ConfigureAwait(false) != stopped);
        await stopped.ConfigureAwait(false);
        if (abort.IsCancellationRequested)
            _log.Warning("stopping", $"{(signals.Second.IsCancellationRequested ? "a second signal" : "the drain timeout")} ended what was still running");
    }

    private static PosixSignalRegistration? OnHangUp(Action reload) => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        reload();
    });
}
