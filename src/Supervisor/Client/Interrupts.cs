using System.Runtime.InteropServices;

namespace HttpActors.Supervisor.Client;

/// <summary>The first SIGINT or SIGTERM cancels, so that nothing half-made stays behind; the second ends the process.</summary>
internal sealed class Interrupts : IDisposable
{
    private const int InterruptNumber = 2;
    private const int TerminateNumber = 15;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signal;

    internal Interrupts()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    internal CancellationToken Token => _stop.Token;

    /// <summary>What came, by its number; null: nothing.</summary>
    internal int? Signal => Volatile.Read(ref _signal) is > 0 and var signal ? signal : null;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        var number = context.Signal == PosixSignal.SIGINT ? InterruptNumber : TerminateNumber;
        if (Interlocked.CompareExchange(ref _signal, number, 0) == 0)
        {
            context.Cancel = true;
            _stop.Cancel();
        }
    }
}
