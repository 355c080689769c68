using System.Buffers;

namespace HttpActors.Fuzz.Core;

/// <summary>FNV-1a over whatever happened, in order.</summary>
internal struct Digest()
{
    public ulong Value { get; private set; } = 14695981039346656037;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var value = Value;
        foreach (var b in bytes)
        {
            value = (value ^ b) * 1099511628211;
        }

        Value = value;
    }

    public void Add(in ReadOnlySequence<byte> bytes)
    {
        foreach (var memory in bytes)
        {
            Add(memory.Span);
        }
    }

    public void Add(long number)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            Value = (Value ^ (byte)(number >> shift)) * 1099511628211;
        }
    }
}
