using Akka.Actor;
using HttpActors.Supervisor.AccessLogs;
using HttpActors.Supervisor.Admin;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Operations;

/// <summary>
/// What the configuration wants for operators: control socket, PID file, admin listener, the access log's place. The
/// first time and at a reload the same: what is new is made first, and takes the place of the old only when everything
/// else has gone well.
/// </summary>
internal sealed class OperatorParts : IDisposable
{
    /// <summary>Longer than any scrape.</summary>
    private static readonly TimeSpan AdminPatience = TimeSpan.FromSeconds(5);

    private readonly Gateway _gateway;
    private readonly ActorSystem _system;
    private readonly SupervisorLog _log;
    private readonly AccessLog _accessLog;
    private readonly TextWriter _output;
    private SupervisorConfig? _now;
    private ControlSocket? _control;
    private PidFile? _pidFile;
    private SideListener? _admin;

    /// <param name="gateway">Whose listeners and services they are for.</param>
    /// <param name="system">Where their actors live.</param>
    /// <param name="log">What is said to people.</param>
    /// <param name="accessLog">Whose place follows the configuration.</param>
    /// <param name="output">Where the access log goes without a file.</param>
    internal OperatorParts(Gateway gateway, ActorSystem system, SupervisorLog log, AccessLog accessLog, TextWriter output) =>
        (_gateway, _system, _log, _accessLog, _output) = (gateway, system, log, accessLog, output);

    /// <summary>Answers on the admin listener.</summary>
    internal required Func<IncomingMessage, ServerResponse, Task> AdminHandler { get; init; }

    /// <summary>Answers on the control socket.</summary>
    internal required Func<IncomingMessage, ServerResponse, Task> ControlHandler { get; init; }

    /// <summary>Where the admin listener is; null: there is none.</summary>
    internal string? AdminUrl => _admin?.Url;

    /// <exception cref="UsageException">Another instance runs, or a file cannot be written.</exception>
    /// <exception cref="BindException">The admin listener's address cannot be had.</exception>
    internal async Task<IPreparedChange> PrepareAsync(SupervisorConfig next)
    {
        var change = new Change(this, next);
        try
        {
            await change.MakeAsync().ConfigureAwait(false);
            return change;
        }
        catch
        {
            await change.UndoAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes away what others find us by; the listeners end with the system.</summary>
    public void Dispose()
    {
        _control?.Dispose();
        _pidFile?.Dispose();
    }

    private static string ControlPathOf(SupervisorConfig? config) => config is not { ControlIsEnabled: true } ? ""
        : config.ControlPath.Length > 0 ? config.ControlPath
        : ControlSocket.DefaultPath(config.File);

    private sealed class Change(OperatorParts parts, SupervisorConfig next) : IPreparedChange
    {
        private readonly bool _hasControl = ControlPathOf(parts._now) != ControlPathOf(next);
        private readonly bool _hasPidFile = (parts._now?.PidFile ?? "") != next.PidFile;
        private readonly bool _hasAdmin = (parts._now?.AdminIsEnabled ?? false) != next.AdminIsEnabled
            || (next.AdminIsEnabled && parts._now!.AdminAddress != next.AdminAddress);

        private ControlSocket? _control;
        private PidFile? _pidFile;
        private SideListener? _admin;
        private StreamWriter? _file;

        /// <summary>The control socket first: it tells whether another instance runs.</summary>
        internal async Task MakeAsync()
        {
            if (_hasControl && next.ControlIsEnabled)
                _control = await OpenControlAsync(ControlPathOf(next)).ConfigureAwait(false);
            if (_hasPidFile && next.PidFile.Length > 0)
                _pidFile = PidFile.Write(next.PidFile);
            if (_hasAdmin && next.AdminIsEnabled)
                _admin = await parts._gateway.AddSideListenerAsync(next.AdminAddress, "admin.address", parts.AdminHandler).ConfigureAwait(false);

            // Anew each time: it may have been moved away in order to begin another.
            if (next.AccessLogPath.Length > 0)
                _file = AccessLog.OpenFile(next.AccessLogPath);
        }

        public void Commit()
        {
            if (_hasControl)
                ReplaceControl();
            if (_hasPidFile)
                (parts._pidFile, _pidFile) = (_pidFile, parts._pidFile);
            _pidFile?.Dispose();
            if (_hasAdmin)
                ReplaceAdmin();
            if (_file is not null || parts._now?.AccessLogPath != "" || parts._now.AccessLogQueue != next.AccessLogQueue)
                parts._accessLog.Replace(_file ?? parts._output, ownsOutput: _file is not null, next.AccessLogQueue);
            parts._accessLog.Format = next.AccessLogFormat;
            parts._log.Level = SupervisorLog.Parse(next.LogLevel);
            parts._now = next;
        }

        public async Task UndoAsync()
        {
            _control?.Dispose();
            _pidFile?.Dispose();
            if (_admin is not null)
                parts._gateway.End(_admin, TimeSpan.Zero);
            if (_file is not null)
                await _file.DisposeAsync().ConfigureAwait(false);
        }

        private Task<ControlSocket> OpenControlAsync(string path)
        {
            // At a reload the usual name is our own already.
            string[] others = parts._now is null ? [path, ControlSocket.DefaultPath(next.File)] : [path];
            var options = new HttpServerOptions { ActorSystem = parts._system, LoggerFactory = new LogBridge(parts._log, "control") };
            return ControlSocket.OpenAsync(path, others.Where(other => other != parts._control?.Link), options, parts.ControlHandler);
        }

        private void ReplaceControl()
        {
            // Who asked for this reload by the old socket still gets the answer: it closes when its requests are over.
            parts._control?.Dispose();
            parts._control = _control;
            _control?.FindableAt(ControlSocket.DefaultPath(next.File));
        }

        private void ReplaceAdmin()
        {
            if (parts._admin is { } old)
                parts._gateway.End(old, AdminPatience);
            parts._admin = _admin;
            if (_admin is not null)
                parts._log.Info("admin", $"{_admin.Url}/livez, /readyz and /metrics");
        }
    }
}
