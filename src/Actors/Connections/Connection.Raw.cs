using System.Buffers;

namespace HttpActors.Actors.Connections;

/// <summary>After HTTP: the octets as they are.</summary>
internal abstract partial class Connection
{
    private RawDuplex? _raw;

    /// <summary>The octets, once HTTP has ended on this connection; null before. Any thread.</summary>
    public RawDuplex? Raw => Volatile.Read(ref _raw);

    /// <summary>Stages octets that are not HTTP's. In turn.</summary>
    public void Write(ReadOnlySpan<byte> octets) => BuffersExtensions.Write(this, octets);

    /// <summary>The peer sees the end behind what was sent. In turn.</summary>
    public void ShutOutput() => _transport.ShutdownOutput();

    /// <summary>Both directions have ended. In turn.</summary>
    public void EndRaw() => End(CloseReason.TunnelEnded);

    /// <summary>All was sent and nobody reads: only the peer's end is awaited, for a while. In turn.</summary>
    public abstract void OnRawLingering();

    /// <summary>HTTP ends here: nothing is parsed any more. In turn.</summary>
    protected RawDuplex SwitchToRaw()
    {
        var raw = new RawDuplex(this);
        Volatile.Write(ref _raw, raw);
        return raw;
    }

    private bool TakesInput => _raw?.WantsInput ?? WantsInput;

    private bool Watches => _raw is not null || WatchesInput;

    private bool Holds => _raw is not null || HoldsEnd;

    private InputProgress Feed(ref ReadOnlySequence<byte> input) =>
        _raw is { } raw ? raw.OnInput(ref input) : OnInput(ref input);

    private void TellInputEnd(bool failed)
    {
        if (_raw is { } raw)
        {
            raw.OnInputEnd(failed);
        }
        else
        {
            OnInputEnd(failed);
        }
    }
}
