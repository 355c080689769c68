using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>Gives exactly the span it is asked for, so that a size measured too small shows, and one byte where none is asked for.</summary>
internal sealed class TightWriter : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _buffer = [];

    public string Text => Wire.Text(_written.ToArray());

    public void Advance(int count)
    {
        _written.AddRange(_buffer.AsSpan(0, count));
        _buffer = [];
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _buffer = new byte[Math.Max(1, sizeHint)];

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
