using Akka.Actor;
using Akka.Configuration;
using HttpActors.Supervisor.AccessLogs;
using HttpActors.Supervisor.Admin;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Metrics;
using HttpActors.Supervisor.Services;

namespace HttpActors.Supervisor.Operations;

/// <summary>The gateway with what operators need around it: metrics, access log, admin listener, control socket, PID file.</summary>
internal sealed class OperationsHost : IAsyncDisposable
{
    private readonly SupervisorConfig _first;
    private readonly ActorSystem _system;
    private readonly MetricsCollector _metrics = new();
    private readonly SupervisorInstruments _instruments = new(TimeProvider.System);
    private readonly AccessLog _accessLog;
    private readonly SystemdNotify _systemd = SystemdNotify.FromEnvironment();
    private readonly AdminEndpoints _admin;
    private readonly OperatorParts _parts;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _essentialFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="config">The first one.</param>
    /// <param name="log">What is said to people.</param>
    /// <param name="output">Where the access log goes without a file.</param>
    /// <param name="isSilent">The actors' own log must not be printed: the terminal shows the live view.</param>
    internal OperationsHost(SupervisorConfig config, SupervisorLog log, TextWriter output, bool isSilent)
    {
        _first = config;
        log.Level = SupervisorLog.Parse(config.LogLevel);
        _accessLog = new AccessLog(config.AccessLogFormat, output, config.AccessLogQueue, TimeProvider.System, trouble: failure =>
            log.Error("access log", $"lines cannot be written and are dropped: {failure.Message}; httpactors_access_log_dropped_total counts them"));
        _system = ActorSystem.Create("httpactors", ConfigurationFactory.ParseString(
            isSilent || log.Level is LogLevel.Error ? "akka { stdout-loglevel = OFF, loggers = [] }" : "akka { }"));
        var around = new ServiceSurroundings(BuiltIn.Create, log) { Restarted = _instruments.CountRestart, GaveUp = OnGaveUp };
        Gateway = new Gateway(_system, around, new RequestObservers(TimeProvider.System, _instruments, _accessLog));
        _admin = new AdminEndpoints(Gateway, _metrics);
        Status = new StatusReader(Gateway, log, _metrics, TimeProvider.System);
        _parts = new OperatorParts(Gateway, _system, log, _accessLog, output)
        {
            AdminHandler = _admin.HandleAsync,
            ControlHandler = AfterStart(new ControlEndpoints(Gateway, Status, ReloadAsync).HandleAsync),
        };
        _instruments.Observe(() => Gateway.Now.Services.Values.Select(service => service.Slot), () => _accessLog.Dropped);
    }

    internal Gateway Gateway { get; }

    internal StatusReader Status { get; }

    internal MetricsCollector Metrics => _metrics;

    /// <summary>Completes when every service runs, waits, or has failed at least once.</summary>
    internal Task Settled { get; private set; } = Task.CompletedTask;

    /// <summary>Completes with its name when a service that is essential has failed for good.</summary>
    internal Task<string> EssentialFailed => _essentialFailed.Task;

    /// <exception cref="UsageException">Another instance runs, or a file cannot be written.</exception>
    /// <exception cref="BindException">An address cannot be had.</exception>
    internal async Task StartAsync()
    {
        var parts = await _parts.PrepareAsync(_first).ConfigureAwait(false);
        try
        {
            await Gateway.StartAsync(_first).ConfigureAwait(false);
        }
        catch
        {
            await parts.UndoAsync().ConfigureAwait(false);
            throw;
        }

        parts.Commit();
        _started.SetResult();
        Settled = NotifyWhenSettledAsync();
    }

    /// <returns>Null; or why the running configuration goes on.</returns>
    internal async Task<string?> ReloadAsync()
    {
        _systemd.Reloading();
        var problem = await Gateway.ReloadAsync(() => ConfigFile.Load(_first.File), _parts.PrepareAsync).ConfigureAwait(false);
        _systemd.Ready(problem is null ? "reloaded" : "a reload was refused");
        return problem;
    }

    internal async Task StopAsync(CancellationToken abort)
    {
        _admin.IsStopping = true;
        _systemd.Stopping();
        await Gateway.StopAsync(abort).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // First what others find us by: the next instance may start while the last lines are written.
        _parts.Dispose();
        await Gateway.DisposeAsync().ConfigureAwait(false);
        await _accessLog.DisposeAsync().ConfigureAwait(false);
        _instruments.Dispose();
        _metrics.Dispose();
    }

    private void OnGaveUp(ServiceConfig service)
    {
        if (service.IsEssential)
            _essentialFailed.TrySetResult(service.Name);
    }

    private async Task NotifyWhenSettledAsync()
    {
        await Gateway.SettledAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _systemd.Ready("running");
    }

    /// <summary>The socket is there before there is anything to ask about: it keeps a second instance away.</summary>
    private Func<IncomingMessage, ServerResponse, Task> AfterStart(Func<IncomingMessage, ServerResponse, Task> handler) => async (request, response) =>
    {
        await _started.Task;
        await handler(request, response);
    };
}
