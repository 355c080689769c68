using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HttpActors.Actors.Loops;

/// <summary>
/// An array of <c>struct epoll_event</c>: packed to 12 bytes on x64, 16 bytes with natural alignment on arm64 and arm.
/// </summary>
internal sealed unsafe class EpollEvents : IDisposable
{
    public static readonly int Size = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 12 : 16;
    private static readonly int DataOffset = Size - sizeof(ulong);
    private byte* _bytes;

    public EpollEvents(int capacity)
    {
        Capacity = capacity;
        _bytes = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * Size));
    }

    public int Capacity { get; }

    public byte* Bytes => _bytes;

    public uint EventsAt(int index) => Unsafe.ReadUnaligned<uint>(_bytes + (index * Size));

    public ulong DataAt(int index) => Unsafe.ReadUnaligned<ulong>(_bytes + (index * Size) + DataOffset);

    /// <summary>Writes one event where <c>epoll_ctl</c> reads it; <paramref name="target"/> has <see cref="Size"/> bytes.</summary>
    public static void Write(byte* target, uint events, ulong data)
    {
        Unsafe.WriteUnaligned(target, events);
        Unsafe.WriteUnaligned(target + DataOffset, data);
    }

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
