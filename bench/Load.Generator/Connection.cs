namespace HttpActors.Bench.Load.Generator;

internal enum ConnectionState
{
    Closed,
    Connecting,
    Sending,
    Waiting,
    Idle,

    /// <summary>Answered with Connection: close; the server's end of stream is still to come.</summary>
    Ending,
}

/// <summary>One client connection: its socket, what it is sending and how many answers it waits for.</summary>
internal sealed class Connection(int slot)
{
    public int Slot { get; } = slot;

    /// <summary>Raised at every open, so that an event of the socket before cannot be taken for one of this.</summary>
    public uint Generation;

    public int Descriptor = -1;
    public ConnectionState State;
    public RequestBytes? Request;
    public int Sent;
    public int Pending;
    public long Started;

    /// <summary>Its answer is waited for, but it is not one of those whose latency is asked for.</summary>
    public bool IsException;

    public ResponseReader Reader;

    public ulong Tag => ((ulong)Generation << 32) | (uint)Slot;
}
