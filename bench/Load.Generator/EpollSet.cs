using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Generator;

/// <summary>
/// One epoll instance, level-triggered. <c>struct epoll_event</c> is packed on x86-64 only, so its size and
/// the offset of its data are taken from the architecture and not from a C# struct.
/// </summary>
internal sealed unsafe class EpollSet : IDisposable
{
    private const int Capacity = 512;

    private readonly int _descriptor;
    private readonly int _size;
    private readonly int _dataOffset;
    private readonly byte* _events;

    public EpollSet()
    {
        var packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        _size = packed ? 12 : 16;
        _dataOffset = packed ? 4 : 8;
        _events = (byte*)NativeMemory.AllocZeroed((nuint)(Capacity * _size));
        _descriptor = Native.EpollCreate(0);
        if (_descriptor < 0)
            throw new GeneratorException($"epoll_create1 failed with errno {Marshal.GetLastPInvokeError()}");
    }

    public void Add(int descriptor, uint interest, ulong data) => Control(Native.EpollAdd, descriptor, interest, data);

    public void Modify(int descriptor, uint interest, ulong data) => Control(Native.EpollModify, descriptor, interest, data);

    /// <summary>The number of events, 0 after the time or a signal.</summary>
    public int Wait(int timeoutMilliseconds)
    {
        var count = Native.EpollWait(_descriptor, _events, Capacity, timeoutMilliseconds);
        if (count >= 0)
            return count;
        var error = Marshal.GetLastPInvokeError();
        return error == Native.EIntr ? 0 : throw new GeneratorException($"epoll_wait failed with errno {error}");
    }

    /// <summary>As <see cref="Wait"/>, for a time finer than a millisecond and one more system call.</summary>
    public int WaitPrecisely(long nanoseconds) => nanoseconds > 0 && !Native.PollFor(_descriptor, nanoseconds) ? 0 : Wait(0);

    public (uint Events, ulong Data) this[int index]
    {
        get
        {
            var at = _events + index * _size;
            return (*(uint*)at, *(ulong*)(at + _dataOffset));
        }
    }

    public void Dispose()
    {
        _ = Native.Close(_descriptor);
        NativeMemory.Free(_events);
    }

    private void Control(int operation, int descriptor, uint interest, ulong data)
    {
        var item = stackalloc byte[16];
        *(uint*)item = interest;
        *(ulong*)(item + _dataOffset) = data;
        if (Native.EpollControl(_descriptor, operation, descriptor, item) < 0)
            throw new GeneratorException($"epoll_ctl failed with errno {Marshal.GetLastPInvokeError()}");
    }
}
