namespace HttpActors;

/// <summary>Who listens to a client's request; made when the first one comes.</summary>
internal sealed class RequestExtras
{
    // Set once by compare-exchange.
    public TaskCompletionSource<bool>? Continued;
    private int _sawContinue;

    public Once<IncomingMessage> Response { get; } = new();

    public bool SawContinue => Volatile.Read(ref _sawContinue) == 1;

    public KeptInformation<Action<HttpInformation>> Information { get; } = new(static (listeners, information) => listeners(information));

    public KeptInformation<Action> Continue { get; } = new(static (listeners, _) => listeners());

    public event Action<IncomingMessage, NetSocket, ReadOnlyMemory<byte>>? Upgraded;

    public event Action<IncomingMessage, NetSocket, ReadOnlyMemory<byte>>? Tunnel;

    public bool HearsSwitch(bool upgrade) => (upgrade ? Upgraded : Tunnel) is not null;

    public void RaiseInformation(HttpInformation information)
    {
        if (information.StatusCode == 100)
        {
            // Whole fence: who asks right now sees that it came, or is seen here.
            Interlocked.Exchange(ref _sawContinue, 1);
            Continued?.TrySetResult(true);
        }

        Information.Raise(information);
        if (information.StatusCode == 100)
        {
            Continue.Raise(information);
        }
    }

    /// <summary>What came before the final response is told before it. In turn.</summary>
    public void TellKept()
    {
        Information.TellKept();
        Continue.TellKept();
    }

    public void RaiseSwitch(bool upgrade, IncomingMessage response, NetSocket socket, ReadOnlyMemory<byte> first) =>
        (upgrade ? Upgraded : Tunnel)?.Invoke(response, socket, first);
}
