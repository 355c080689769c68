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
    private readonly SupervisorLog _log;
    private readonly ActorSystem _system;
    private readonly MetricsCollector _metrics = new();
    private readonly SupervisorInstruments _instruments = new(TimeProvider.System);
    private readonly AccessLog _accessLog;
    private readonly SystemdNotify _systemd = SystemdNotify.FromEnvironment();
    private readonly AdminEndpoints _admin;
    private readonly TaskCompletionSource<string> _essentialFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ControlSocket? _control;
    private PidFile? _pidFile;

    /// <param name="config">The first one.</param>
    /// <param name="log">What is said to people.</param>
    /// <param name="output">Where the access log goes without a file.</param>
    /// <param name="isSilent">The actors' own log must not be printed: the terminal shows the live view.</param>
    internal OperationsHost(SupervisorConfig config, SupervisorLog log, TextWriter output, bool isSilent)
    {
        (_first, _log) = (config, log);
        _log.Level = SupervisorLog.Parse(config.LogLevel);
        _accessLog = OpenAccessLog(config, output);
        _system = ActorSystem.Create("httpactors", ConfigurationFactory.ParseString(isSilent ? "akka { stdout-loglevel = OFF, loggers = [] }" : "akka { }"));
        var around = new ServiceSurroundings(BuiltIn.Create, log) { Restarted = _instruments.CountRestart, GaveUp = OnGaveUp };
        Gateway = new Gateway(_system, around, new RequestObservers(TimeProvider.System, _instruments, _accessLog));
        _admin = new AdminEndpoints(Gateway, _metrics);
        Status = new StatusReader(Gateway, log, _metrics, TimeProvider.System);
        _instruments.Observe(() => Gateway.Now.Services.Values.Select(service => service.Slot), () => _accessLog.Dropped);
    }

    internal Gateway Gateway { get; }

    internal StatusReader Status { get; }

    internal MetricsCollector Metrics => _metrics;

    /// <summary>Where the admin listener is; null: there is none.</summary>
    internal string? AdminUrl { get; private set; }

    /// <summary>Completes with its name when a service that is essential has failed for good.</summary>
    internal Task<string> EssentialFailed => _essentialFailed.Task;

    /// <exception cref="UsageException">Another instance runs, or a file cannot be written.</exception>
    /// <exception cref="BindException">An address cannot be had.</exception>
    internal async Task StartAsync()
    {
        if (_first.ControlIsEnabled)
        {
            var path = _first.ControlPath.Length > 0 ? _first.ControlPath : ControlSocket.DefaultPath(_first.File);
            _control = await ControlSocket.OpenAsync(path, _first.File).ConfigureAwait(false);
        }

        if (_first.PidFile.Length > 0)
            _pidFile = PidFile.Write(_first.PidFile);
        if (_first.AdminIsEnabled)
        {
            var server = await Gateway.AddServerAsync("admin", _first.AdminAddress, _admin.HandleAsync).ConfigureAwait(false);
            AdminUrl = _first.AdminAddress.ToUrl(server.Address);
        }

        await Gateway.StartAsync(_first).ConfigureAwait(false);
        if (_control is not null)
        {
            var endpoints = new ControlEndpoints(Gateway, Status, ReloadAsync);
            _ = _control.ServeAsync(Http.CreateServer(new HttpServerOptions { ActorSystem = _system }, endpoints.HandleAsync));
        }

        _ = NotifyWhenSettledAsync();
    }

    /// <returns>Null; or why the running configuration goes on.</returns>
    internal async Task<string?> ReloadAsync()
    {
        _systemd.Reloading();
        var problem = await Gateway.ReloadAsync(() => ConfigFile.Load(_first.File)).ConfigureAwait(false);
        if (problem is null)
            Apply(Gateway.Config!);
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
        _control?.Dispose();
        _pidFile?.Dispose();
        await Gateway.DisposeAsync().ConfigureAwait(false);
        await _accessLog.DisposeAsync().ConfigureAwait(false);
        _instruments.Dispose();
        _metrics.Dispose();
    }

    private void Apply(SupervisorConfig config)
    {
        _log.Level = SupervisorLog.Parse(config.LogLevel);
        _accessLog.Format = config.AccessLogFormat;
        var isFixed = config.AdminIsEnabled == _first.AdminIsEnabled && config.AdminAddress == _first.AdminAddress
            && config.ControlIsEnabled == _first.ControlIsEnabled && config.ControlPath == _first.ControlPath
            && config.PidFile == _first.PidFile && config.AccessLogPath == _first.AccessLogPath && config.AccessLogQueue == _first.AccessLogQueue;
        if (!isFixed)
            _log.Warning("reload", "changes of admin, control, pidFile, accessLog.path and accessLog.queue take effect with the next start");
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

    private static AccessLog OpenAccessLog(SupervisorConfig config, TextWriter output)
    {
        if (config.AccessLogPath.Length == 0)
            return new AccessLog(config.AccessLogFormat, output, config.AccessLogQueue, TimeProvider.System);
        try
        {
            return new AccessLog(config.AccessLogFormat, new StreamWriter(config.AccessLogPath, append: true), config.AccessLogQueue, TimeProvider.System, ownsOutput: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the access log '{config.AccessLogPath}' cannot be written: {failure.Message}; choose another accessLog.path");
        }
    }
}
