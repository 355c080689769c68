using System.Runtime.InteropServices;

namespace HttpActors.Supervisor;

/// <summary>
/// SIGINT and SIGTERM as two facts: the first asks to finish, the second to stop waiting. SIGHUP, the end of the terminal,
/// is the first too where nobody else has a meaning for it.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal StopSignals(bool onHangUp = false)
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            .. onHangUp && !OperatingSystem.IsWindows() ? [PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp)] : Array.Empty<PosixSignalRegistration>(),
        ];
    }

    internal Task First => _first.Task;

    internal CancellationToken Second => _second.Token;

    /// <summary>As the first signal does; a repeated call does nothing.</summary>
    internal void Stop() => _first.TrySetResult();

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _second.Dispose();
    }

    private void OnHangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        Stop();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Without this the runtime ends the process as soon as the handler returns.
        context.Cancel = true;
        if (!_first.TrySetResult())
            _second.Cancel();
    }
}
